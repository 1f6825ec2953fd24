"""The portal's own processes: how each is started."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .children import Program

ROOT = Path(__file__).resolve().parent.parent.parent
Environment = Mapping[str, str]


def manage(env: Environment, *words: str, shown: bool = False) -> Program:
    """One command of manage.py."""
    return Program(words[0], [sys.executable, "manage.py", *words], env, cwd=ROOT, shown=shown)


def simulator(env: Environment, port: int) -> Program:
    """The cloud, played by a program that speaks its protocol."""
    return manage(env, "simulate_cost_explorer", "--port", str(port), "--ledger", "demo")


def worker(env: Environment) -> Program:
    # Two processes share one broker here: there is nobody to gossip with and no other worker to wait for.
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return _module("worker", env, "celery", "-A", "chargeback", "worker", "-l", "info", "-c", "2", *alone)


def beat(env: Environment, folder: Path) -> Program:
    schedule = str(folder / "beat-schedule")
    return _module("beat", env, "celery", "-A", "chargeback", "beat", "-l", "info", "--pidfile=", "-s", schedule)


def web(env: Environment, listening: int) -> Program:
    """The web server on an open, listening socket."""
    workers = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket"]
    # Its heartbeat is a file; on a slow disk a busy worker would look dead.
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108
    address = ["--bind", f"fd://{listening}", "--access-logfile", "-"]
    words = ["gunicorn", "chargeback.wsgi:application", *workers, *memory, *address]
    return _module("web", env, *words, sockets=(listening,))


def _module(name: str, env: Environment, *words: str, sockets: tuple[int, ...] = ()) -> Program:
    return Program(name, [sys.executable, "-m", *words], env, cwd=ROOT, sockets=sockets)
