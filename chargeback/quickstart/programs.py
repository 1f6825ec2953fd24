"""The portal's own processes: how each is started."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from .children import Program

ROOT = Path(__file__).resolve().parent.parent.parent
MODULE = [sys.executable, "-m"]
CELERY = [*MODULE, "celery", "-A", "chargeback"]
# With the request's number, by which the portal's own lines about it are found.
ACCESS = '%(h)s %(t)s "%(r)s" %(s)s %(b)s %(M)s ms %({x-request-id}o)s'
Environment = Mapping[str, str]


def manage(env: Environment, *words: str, shown: bool = False) -> Program:
    """One command of manage.py."""
    return Program(words[0], [sys.executable, "manage.py", *words], env, cwd=ROOT, shown=shown)


def simulator(env: Environment, port: int) -> Program:
    """The cloud, played by a program that speaks its protocol."""
    command = manage(env, "simulate_cost_explorer", "--port", str(port), "--ledger", "demo")
    return replace(command, name="simulator")


def worker(env: Environment) -> Program:
    # Two processes share one broker here: there is nobody to gossip with and no other worker to wait for.
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [*CELERY, "worker", "-l", "info", "-c", "2", *alone]
    # Asked politely it would first finish its task, with no database left to write to; unfinished tasks are repeated.
    return Program("worker", command, env, cwd=ROOT, orphan_signal=signal.SIGKILL)


def beat(env: Environment, folder: Path) -> Program:
    command = [*CELERY, "beat", "-l", "info", "--pidfile=", "-s", folder / "beat-schedule"]
    return Program("beat", command, env, cwd=ROOT)


def web(env: Environment, listening: int) -> Program:
    """The web server on an open, listening socket."""
    # Preloaded: imported once for both workers, which halves the wait for the first page.
    workers = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--preload", "--no-control-socket"]
    # A connection that stays open stays with its worker, and would wait for a busy one beside an idle one.
    connections = ["--keep-alive", "0"]
    # Its heartbeat is a file; on a slow disk a busy worker would look dead.
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108
    address = ["--bind", f"fd://{listening}", "--access-logfile", "-", "--access-logformat", ACCESS]
    command = [*MODULE, "gunicorn", "chargeback.wsgi:application", *workers, *connections, *memory, *address]
    return Program("web", command, env, cwd=ROOT, sockets=(listening,))
