"""PostgreSQL refuses root. What root starts therefore runs in a user namespace, or where there is none, as nobody."""

import ctypes
import os
import pwd
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from chargeback.quickstart.children import Children
from chargeback.quickstart.postgresql import start_postgresql
from chargeback.quickstart.privileges import CLONE_NEWUSER
from chargeback.quickstart.state import claimed, forget

from .portal import ROOT, clean_environment

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to drop")
SERVER = """
import sys
from pathlib import Path
from tests.quickstart.test_privileges import owner_of_a_server
print(owner_of_a_server(Path(sys.argv[1])))
"""


def owner_of_a_server(folder: Path) -> str:
    """Start a server, use it, stop it; the name of the user it ran as."""
    with claimed(folder) as sockets:
        children = Children(folder, say=lambda line: None)
        try:
            start_postgresql(children, folder, sockets, durable=False)
            with psycopg.connect(host=str(sockets), user="portal", dbname="portal") as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS used AS SELECT 1")
            return str(psutil.Process(children.living[-1].process.pid).username())
        finally:
            children.stop_all()


def closed_folder(parent: Path) -> Path:
    """As in a home directory of mode 0700."""
    folder = parent / "closed" / "state"
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    return folder


@needs_root
def test_root_keeps_its_files_in_a_user_namespace(tmp_path: Path) -> None:
    folder = closed_folder(tmp_path)
    assert owner_of_a_server(folder) == "root"
    assert (folder / "postgresql").stat().st_uid == 0
    assert not (folder / "elsewhere").exists()


@needs_root
def test_root_becomes_nobody_where_namespaces_are_refused_and_keeps_the_data_for_the_next_start(tmp_path: Path) -> None:
    folder = closed_folder(tmp_path)
    try:
        assert without_namespaces(folder) == "nobody"
        data = (folder / "elsewhere").readlink() / "postgresql"
        assert data.stat().st_uid == pwd.getpwnam("nobody").pw_uid
        made = (data / "PG_VERSION").stat().st_mtime_ns
        assert without_namespaces(folder) == "nobody"
        assert (data / "PG_VERSION").stat().st_mtime_ns == made
        assert folder.parent.stat().st_mode & 0o777 == 0o700
    finally:
        forget(folder)
    assert not data.exists()


def without_namespaces(folder: Path) -> str:
    """`owner_of_a_server` as in a container whose host refuses user namespaces."""
    command = [sys.executable, "-c", SERVER, str(folder)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=enter_the_last_namespace,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def enter_the_last_namespace() -> None:
    """Become root of a namespace with all users in it, in which no further namespace may be made."""
    reader, writer = os.pipe()
    process, mapper = os.getpid(), os.fork()
    if mapper == 0:
        os.read(reader, 1)
        for kind in ("uid", "gid"):  # only somebody outside may map more than one user
            Path(f"/proc/{process}/{kind}_map").write_text("0 0 4294967295")
        os._exit(0)
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER) != 0:
        os._exit(1)
    os.write(writer, b".")
    os.waitpid(mapper, 0)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
