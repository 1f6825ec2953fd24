"""Times pages without the cache, at their first reading and when their results are kept in Redis.

python -m tests.bench.kept_pages [RECORDS a month]     makes a database of its own and forgets it
"""

import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from types import SimpleNamespace
from typing import Any

ROUNDS = 5
RECORDS = 1_000_000
ADDRESSES = (
    "/m/2026-10/",
    "/m/2026-10/teams/",
    "/m/2026-10/teams/t001/",
    "/m/2026-10/unallocated/",
    "/m/2026-10/coverage/",
    "/data/",
    "/data/sources/aws/",
    "/data/tags/",
    "/data/tags/values/",
    "/data/tags/values/?key=project",
)


def lines(options: Any) -> Iterator[str]:
    """A line for each page: seconds without a cache, at the first reading, and kept."""
    import tests.stack  # noqa: F401 servers of its own

    setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield from timed(next(iter(options.records), RECORDS), options.rounds)
    finally:
        teardown_databases(databases, verbosity=0)


def setup() -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]


def timed(records: int, rounds: int) -> Iterator[str]:
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from .tagged_company import store_company

    begin = time.perf_counter()
    store_company(records)
    yield f"three months of {records:,} records stored and run in {time.perf_counter() - begin:.0f} s"
    reader, client = User.objects.create_user("fay"), Client()
    reader.groups.add(Group.objects.get(name="finance"))
    client.force_login(reader)
    yield f"{'page':<34}{'no cache':>10}{'first':>10}{'kept':>10}   s, median of {rounds}"
    for address in ADDRESSES:
        client.get(address)
        yield f"{address:<34}" + "".join(f"{one:>10.3f}" for one in ways(reading(client, address), rounds))


def reading(client: Any, address: str) -> Callable[[], object]:
    return lambda: client.get(address)


def ways(read: Callable[[], object], rounds: int) -> list[float]:
    """Seconds without a cache, at the first reading, and kept: medians of rounds in turn."""
    laps: list[list[float]] = [[], [], []]
    prepared: tuple[Callable[[], None], ...] = (away, forget, lambda: None)
    for _ in range(rounds):
        for lap, prepare in zip(laps, prepared, strict=True):
            prepare()
            begin = time.perf_counter()
            read()
            lap.append(time.perf_counter() - begin)
    return [median(lap) for lap in laps]


def away() -> None:
    from chargeback.cache import Away

    Away.until = time.monotonic() + 3600


def forget() -> None:
    from django.conf import settings

    from chargeback.cache import PREFIX, Away, server

    Away.until = 0.0
    for key in server(settings.REDIS_URL).scan_iter(f"{PREFIX}*"):
        server(settings.REDIS_URL).delete(key)


if __name__ == "__main__":
    sizes = tuple(map(int, sys.argv[1:2]))
    for line in lines(SimpleNamespace(records=sizes, rounds=ROUNDS)):
        print(line, flush=True)  # noqa: T201
