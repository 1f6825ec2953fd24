"""A portal started by a user without a name, without rights and with a closed home."""

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .portal import ROOT, Portal, status

UID = 41_999
PACKAGES = sysconfig.get_path("purelib")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can start something as another user"),
]


@pytest.fixture(scope="module")
def python() -> str:
    """A Python of our version that the user may start: ours may be in root's own home."""
    for path in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        question = [path, "-c", "import psycopg, celery, redis"]
        env = {"PYTHONPATH": PACKAGES}
        try:
            if (
                subprocess.run(question, env=env, cwd=ROOT, user=UID, group=UID, stderr=subprocess.DEVNULL).returncode
                == 0
            ):
                return path
        except PermissionError:
            continue
    pytest.skip("this checkout or its Python is closed to other users")


@pytest.fixture
def home() -> Iterator[Path]:
    # pytest's own folders are closed to everybody else
    home = Path(tempfile.mkdtemp(prefix="chargeback-home-", dir="/var/tmp"))
    shutil.chown(home, UID, UID)
    yield home
    shutil.rmtree(home)


def test_a_user_without_name_and_rights_has_a_portal_too(python: str, home: Path) -> None:
    portal = Portal(home / "state", "--port", "0", user=UID, PYTHON=python, PYTHONPATH=PACKAGES, HOME=str(home))
    try:
        assert status(portal.url()) == 200
        users = {process.uids().real for process in portal.everything()}
        assert portal.press_ctrl_c() == 0
    finally:
        portal.kill()
    assert users == {UID}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
