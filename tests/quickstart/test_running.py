"""What holds while a portal runs: its page, its ports, its rights, and a second start beside it."""

import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from .portal import ROOT, Portal, clean_environment, second_start, status

pytestmark = pytest.mark.slow


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
    with psycopg.connect(host=str((folder / "sockets").readlink()), user="portal", dbname="portal") as connection:
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
