"""What happens when something falls: a worker, the database, the supervisor itself."""

import re
from pathlib import Path

import psutil
import psycopg
import pytest

from .portal import Portal, eventually, status

pytestmark = pytest.mark.slow


def sockets(folder: Path) -> Path:
    return (folder / "sockets").readlink()


def keep_a_figure(folder: Path) -> None:
    with psycopg.connect(host=str(sockets(folder)), user="portal", dbname="portal") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 4711 AS figure")


def figure_is_there(folder: Path) -> bool:
    try:
        with psycopg.connect(host=str(sockets(folder)), user="portal", dbname="portal") as connection:
            return connection.execute("SELECT figure FROM kept").fetchone() == (4711,)
    except psycopg.OperationalError:
        return False


def test_a_killed_worker_is_started_again(portal: Portal) -> None:
    worker = portal.child("worker")
    worker.kill()
    assert eventually(lambda: "Starting worker again" in portal.said(), 20), portal.said()
    assert eventually(lambda: portal.child("worker").pid != worker.pid, 20)


def test_a_killed_database_is_started_again_with_its_data(portal: Portal, folder: Path) -> None:
    keep_a_figure(folder)
    portal.child("postgres").kill()
    assert eventually(lambda: "Starting postgresql again" in portal.said(), 20), portal.said()
    assert eventually(lambda: figure_is_there(folder), 30)


def test_nothing_outlives_a_killed_supervisor_and_the_next_start_has_the_data(
    portal: Portal, folder: Path, started: list[Portal]
) -> None:
    keep_a_figure(folder)
    everything, private = portal.everything(), sockets(folder)
    assert len(everything) > 5
    portal.kill()
    assert psutil.wait_procs(everything, timeout=20)[1] == []
    started.append(Portal(folder, "--port", "0"))
    assert status(started[-1].url()) == 200
    assert figure_is_there(folder)
    assert not private.exists()


def test_ctrl_c_stops_everything_the_servers_last(portal: Portal, folder: Path) -> None:
    everything, private = portal.everything(), sockets(folder)
    assert portal.press_ctrl_c() == 0
    stopped = re.findall(r"(\w+) stopped", portal.said())
    # A worker that is still starting may be killed when its patience is over; it is gone before the servers too.
    assert [name for name in stopped if name != "worker"] == ["web", "beat", "redis", "postgresql"]
    assert not any(process.is_running() for process in everything)
    assert not private.exists()
