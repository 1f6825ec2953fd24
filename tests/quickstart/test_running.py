"""A portal that runs, and what happens when something of it falls: a worker, the database, the supervisor itself.

All in one file, for it takes long to start one: only a killed supervisor makes a second start necessary.
"""

import re
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from .portal import ROOT, Portal, clean_environment, eventually, second_start, status

pytestmark = pytest.mark.slow


def sockets(folder: Path) -> Path:
    return (folder / "sockets").readlink()


def test_its_page_answers_on_the_next_free_port(portal: Portal, taken_port: int) -> None:
    url = portal.url()
    assert status(url) == 200
    assert url != f"http://127.0.0.1:{taken_port}/"


def test_a_second_start_says_where_the_first_one_runs(portal: Portal, folder: Path) -> None:
    second = second_start(folder)
    assert second.returncode == 3
    assert portal.url() in second.stderr


def test_a_running_portal_is_not_forgotten(portal: Portal, folder: Path) -> None:
    assert second_start(folder, "--forget").returncode == 3
    assert status(portal.url()) == 200


def test_a_taken_port_that_must_be_kept_is_refused_in_a_sentence(taken_port: int, tmp_path: Path) -> None:
    refused = second_start(tmp_path / "other", "--port", str(taken_port), "--strict-port")
    assert refused.returncode == 1
    assert refused.stderr == f"Port {taken_port} is taken. Choose another one: --port N\n"


def test_the_portal_is_no_superuser_of_its_database(portal: Portal, folder: Path) -> None:
    with psycopg.connect(host=str(sockets(folder)), user="portal", dbname="portal") as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        safe = connection.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')").fetchone()
    assert rights == (False, True)
    assert safe == ("on", "on")


def test_nothing_but_the_web_server_listens_on_a_port(portal: Portal) -> None:
    listening = {
        connection.laddr.port
        for process in portal.everything()
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {int(portal.url().rsplit(":", 1)[1].strip("/"))}


def test_other_users_cannot_reach_the_sockets(portal: Portal, folder: Path) -> None:
    assert (folder / "sockets").stat().st_mode & 0o077 == 0


def test_manage_py_speaks_to_it_from_another_terminal(portal: Portal, folder: Path) -> None:
    line = f". '{folder}/env' && exec '{sys.executable}' manage.py migrate --check"
    done = subprocess.run(["sh", "-c", line], cwd=ROOT, env=clean_environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


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


@pytest.mark.last
def test_ctrl_c_stops_everything_the_servers_last(portal: Portal, folder: Path) -> None:
    everything, private = portal.everything(), sockets(folder)
    assert portal.press_ctrl_c() == 0
    stopped = re.findall(r"(\w+) stopped", portal.said())
    # A worker that is still starting may be killed when its patience is over; it is gone before the servers too.
    assert [name for name in stopped if name != "worker"] == ["web", "beat", "redis", "postgresql"]
    assert not any(process.is_running() for process in everything)
    assert not private.exists()
