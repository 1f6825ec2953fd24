"""`python -m tests.bench.web_size RECORDS SECONDS`: pages of one company under load, on servers that end with it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, repeat
from pathlib import Path

import psutil

import tests.stack  # noqa: F401 starts the servers

from .load import Load, load

ROOT = Path(__file__).resolve().parent.parent.parent
CONNECTIONS = 8
OWN = "/m/2026-10/teams/t000"
NEW = ("", "explain/total/", "lines/")  # of all teams and months in turn: nothing is kept of any
PAGES = (
    ("fay", "/m/2026-10/"),
    ("fay", "/m/2026-10/teams/"),
    ("fay", f"{OWN}/"),
    ("alice", f"{OWN}/"),
    ("alice", f"{OWN}/?by=service"),
    ("alice", f"{OWN}/explain/total/"),
    ("alice", f"{OWN}/lines/"),
    ("fay", "/m/2026-10/lines/"),
    ("fay", "/m/2026-10/unallocated/"),
    ("fay", "/m/2026-10/shared/"),
)
LOOKS = count()  # pages take no notice of it, but what is kept of them does
KEY = (
    "Milliseconds; web and SQL are processor time a request. new: nobody has asked for what the page shows;",
    "first: somebody has, but the page is made; second: the page is kept.",
)
HEAD = f"{'look':>6}{'req/s':>8}{'p50':>8}{'p95':>8}{'web':>8}{'SQL':>8}{'KB':>7}   who, page"


def ready(records: int) -> dict[str, str]:
    """A database with the company in it; the cookie of each person."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chargeback.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from .web_company import fill

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    fill(records)
    cookies = {}
    for name in ("fay", "alice"):
        client = Client()
        client.force_login(User.objects.get(username=name))
        cookies[name] = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return cookies


@contextmanager
def gunicorn() -> Iterator[tuple[int, psutil.Process]]:
    """The web server as `make run` starts it: its port and its first process."""
    from chargeback.quickstart.programs import web

    with socket.create_server(("127.0.0.1", 0)) as listening:
        program = web(os.environ, listening.fileno())
        process = subprocess.Popen(
            [str(word) for word in program.command],
            cwd=ROOT,
            pass_fds=[listening.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield listening.getsockname()[1], psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait()


def processor(processes: Iterator[psutil.Process]) -> float:
    """Seconds of processor time that these have used, with what of theirs has ended."""
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def of_web(first: psutil.Process) -> float:
    return processor(iter([first, *first.children(recursive=True)]))


def of_database() -> float:
    """Of this run's PostgreSQL, which ends with this process: its children by their program."""
    own = psutil.Process().children(recursive=True)
    return processor(one for one in own if "postgres" in one.name())


def first_looks(address: str) -> Iterator[str]:
    """The address again and again, each time as one that nobody has asked for."""
    return (f"{address}{'&' if '?' in address else '?'}look={look}" for look in LOOKS)


def all_teams(page: str) -> Iterator[str]:
    """The page of each team in each month, so many that nobody comes to the end of them."""
    from chargeback.clock import add_months

    from .company import TEAMS
    from .web_company import MONTHS, NEWEST

    months = (add_months(NEWEST, -back) for back in range(MONTHS))
    return (f"/m/{month:%Y-%m}/teams/t{team:03d}/{page}" for month in months for team in range(TEAMS))


def measured(port: int, first: psutil.Process, addresses: Iterator[str], cookie: str, seconds: float) -> str:
    load(port, addresses, cookie, CONNECTIONS, 1)
    web, database = of_web(first), of_database()
    seen = load(port, addresses, cookie, CONNECTIONS, seconds)
    answers = len(seen.seconds)
    return row(seen, (of_web(first) - web) / answers, (of_database() - database) / answers)


def row(seen: Load, web: float, database: float) -> str:
    figures = [seen.percentile(50), seen.percentile(95), web, database]
    return f"{seen.per_second:>8.0f}{''.join(f'{1000 * one:>8.0f}' for one in figures)}{seen.size / 1024:>7.0f}"


def lines(records: int, seconds: float) -> Iterator[str]:
    begin = time.perf_counter()
    cookies = ready(records)
    filled = f"{records:,} records in 13 months, filled in {time.perf_counter() - begin:.0f} s"
    yield f"{filled}; {CONNECTIONS} connections, each page for {seconds:.0f} s"
    yield from KEY
    yield HEAD
    with gunicorn() as (port, first):
        for page in NEW:
            seen = measured(port, first, all_teams(page), cookies["fay"], seconds)
            yield f"{'new':>6}{seen}   fay /m/*/teams/*/{page}"
        for name, address in PAGES:
            for look, addresses in (("first", first_looks(address)), ("second", repeat(address))):
                yield f"{look:>6}{measured(port, first, addresses, cookies[name], seconds)}   {name} {address}"


def main() -> None:
    for line in lines(int(sys.argv[1]), float(sys.argv[2])):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
