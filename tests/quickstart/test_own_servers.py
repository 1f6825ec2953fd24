"""The servers that the tests themselves use: one pair for each run, gone with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.stack import RUNS

from .portal import ROOT, clean_environment

pytestmark = pytest.mark.slow
RUN = "import os, tests.stack; print(os.environ['DATABASE_URL'], flush=True); input()"


@contextmanager
def a_run() -> Iterator["subprocess.Popen[str]"]:
    """A process that has loaded the plugin, and ends when its input does."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, env=clean_environment(), stdin=pipe, stdout=pipe, text=True
    ) as run:
        try:
            yield run
        finally:
            run.kill()


def address(run: "subprocess.Popen[str]") -> str:
    assert run.stdout
    return run.stdout.readline().strip()


def sockets(address: str) -> Path:
    return Path(address.partition("host=")[2])


def test_two_runs_at_once_have_servers_of_their_own() -> None:
    with a_run() as one, a_run() as other:
        here, there = address(one), address(other)
        assert here != there
        assert sockets(here).is_dir()
        assert sockets(there).is_dir()


def test_a_run_leaves_nothing_behind() -> None:
    with a_run() as run:
        private = sockets(address(run))
        servers = psutil.Process(run.pid).children(recursive=True)
        run.communicate("\n")
        assert not private.exists()
        assert not any(server.is_running() for server in servers)


def test_the_servers_of_a_killed_run_stop_and_the_next_run_removes_its_data() -> None:
    with a_run() as killed:
        private = sockets(address(killed))
        servers = psutil.Process(killed.pid).children(recursive=True)
    assert psutil.wait_procs(servers, timeout=20)[1] == []
    with a_run() as later:
        address(later)
        assert not private.exists()
        assert str(private) not in [os.path.realpath(folder / "sockets") for folder in RUNS.iterdir()]


def test_servers_that_the_environment_names_are_used() -> None:
    names = {"DATABASE_URL": "postgres://somebody@/else?host=/nowhere", "REDIS_URL": "unix:///nowhere?db=0"}
    env = clean_environment(**names)
    done = subprocess.run([sys.executable, "-c", RUN], cwd=ROOT, env=env, input="\n", capture_output=True, text=True)
    assert done.stdout.strip() == names["DATABASE_URL"]
