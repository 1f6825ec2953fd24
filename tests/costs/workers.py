"""Real Celery processes on the test's database, with a Redis database of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """What a worker of this test process is started with. Its queue is empty."""
    number = 5 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    broker = redis_url(number)
    redis.Redis.from_url(broker).flushdb()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    own = {"DATABASE_URL": database, "REDIS_URL": broker, "CHARGEBACK_TODAY": "2026-11-23", "SWEEP_SECONDS": "1"}
    return os.environ | own


def redis_url(number: int) -> str:
    url = str(settings.REDIS_URL)
    if url.startswith("unix://"):
        return f"{url.partition('?')[0]}?db={number}"
    return urlsplit(url)._replace(path=f"/{number}").geturl()


@contextmanager
def celery(environ: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery process in a process group of its own; the group is gone after the block."""
    command = [sys.executable, "-m", "celery", "-A", "chargeback", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 for the process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_children(process: subprocess.Popen[bytes]) -> None:
    """kill -9 for the children only, as the kernel does when memory ends."""
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


def eventually(true: Callable[[], bool], seconds: float = 120) -> bool:
    """Whether it becomes true in that time."""
    end = time.monotonic() + seconds
    while not (now := true()) and time.monotonic() < end:
        time.sleep(0.2)
    return now
