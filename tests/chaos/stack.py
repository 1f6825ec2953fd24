"""A portal of its own: durable PostgreSQL and Redis, three workers, two beats, and a Cost Explorer in this process."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from chargeback.quickstart.children import Child, Children
from chargeback.quickstart.environment import portal_environment
from chargeback.quickstart.servers import start_servers
from chargeback.quickstart.state import claimed, forget

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 3
CELERY = [sys.executable, "-m", "celery", "-A", "chargeback"]
WORKER = ["worker", "-c", "1", "-l", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"]


@dataclass(slots=True)
class Stack:
    """Real processes, each of which can be killed and is started again."""

    children: Children
    env: dict[str, str]
    folder: Path
    port: int = 0
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    beats: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start_portal(self, port: int) -> None:
        """Workers and beats that pull from the Cost Explorer at that port."""
        self.port = port
        self.env["AWS_ENDPOINT_URL_COST_EXPLORER"] = f"http://127.0.0.1:{port}"
        self.workers = [self._start(*WORKER, "-n", f"worker{number}@chaos") for number in range(WORKERS)]
        schedules = [self.folder / f"beat-{number}" for number in range(2)]
        self.beats = [self._start("beat", "-l", "ERROR", "--pidfile=", "-s", str(each)) for each in schedules]

    def kill_worker(self, chance: random.Random, spare: bool = False) -> bool:
        """kill -9 of a worker and its pool, the one in a pull if there is one. Returns whether it was in a pull.

        With `spare` one that is not in a pull, if there is such a one.
        """
        pulling = self.pulling()
        others = [number for number in range(len(self.workers)) if number not in pulling]
        chosen = chance.choice((others if spare else pulling) or others or pulling)
        kill(self.workers[chosen])
        self.workers[chosen] = self._start(*WORKER, "-n", f"worker{chosen}@chaos")
        return chosen in pulling

    def pulling(self) -> list[int]:
        """The numbers of the workers that speak to Cost Explorer at this moment."""
        return [number for number, worker in enumerate(self.workers) if self._is_pulling(worker)]

    def kill_server(self, name: str) -> None:
        """kill -9 of PostgreSQL or Redis with all its processes."""
        os.killpg(self._server(name).process.pid, signal.SIGKILL)
        self._server(name).process.wait()

    def heal(self) -> None:
        """Servers that fell are started again."""
        self.children.falls.clear()  # here they fall for a reason
        self.children.check()

    def stop_portal(self) -> None:
        for process in (*self.beats, *self.workers):
            kill(process)

    def _server(self, name: str) -> Child:
        return next(child for child in self.children.living if child.program.name == name)

    def _start(self, *words: str) -> "subprocess.Popen[bytes]":
        with (self.folder / "celery.log").open("ab") as log:
            command = [*CELERY, *words]
            return subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def _is_pulling(self, worker: "subprocess.Popen[bytes]") -> bool:
        """Whether the worker's pool speaks to Cost Explorer at this moment."""
        with suppress(psutil.Error):
            family = psutil.Process(worker.pid).children(recursive=True)
            return any(
                connection.raddr and connection.raddr.port == self.port and connection.status == psutil.CONN_ESTABLISHED
                for process in family
                for connection in process.net_connections()
            )
        return False


def kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def servers(folder: Path, settings: dict[str, str]) -> Iterator[Stack]:
    """PostgreSQL and Redis in a folder that is gone afterwards, named in this process's environment."""
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    folder.mkdir(parents=True, exist_ok=True)
    with claimed(folder) as sockets:
        children = Children(folder, say=lambda line: None)
        try:
            start_servers(children, {}, folder, sockets, durable=True)
            env = portal_environment(outside, sockets, simulator=0) | settings
            os.environ.update(env)
            children.healing = True
            yield Stack(children, env, folder)
        finally:
            children.stop_all()
    forget(folder)


def serve_in_background(server: object) -> None:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()  # type: ignore[attr-defined]
