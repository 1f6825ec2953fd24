"""Gives the tests a PostgreSQL and a Redis of their own, unless DATABASE_URL and REDIS_URL name some.

A plugin (`-p tests.stack`), and started at import, because pytest-django reads the settings before any conftest.py.
The processes of pytest-xdist inherit the two names and start nothing.
"""

import atexit
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from chargeback.quickstart.children import ChildFellError, Children
from chargeback.quickstart.environment import demo_cloud, portal_environment
from chargeback.quickstart.postgresql import NoServerError
from chargeback.quickstart.servers import start_servers
from chargeback.quickstart.state import InUseError, claimed, forget

if TYPE_CHECKING:  # benchmarks take their servers from here too, and have no pytest
    import pytest

ROOT = Path(__file__).resolve().parent.parent
RUNS = ROOT / ".cache" / "tests"
TEMPLATE = "portal_template"


def start() -> None:
    """Start what the environment does not name, and name it there. It stops when this process ends, however it ends."""
    RUNS.mkdir(parents=True, exist_ok=True)
    forget_old_runs()
    folder = Path(tempfile.mkdtemp(dir=RUNS))
    folder.chmod(0o711)
    until_the_end = ExitStack()
    atexit.register(until_the_end.close)
    until_the_end.callback(forget, folder)
    sockets = until_the_end.enter_context(claimed(folder))
    children = Children(folder, say=lambda line: None)
    until_the_end.callback(children.stop_all)
    start_servers(children, os.environ, folder, sockets, durable=False)
    names = portal_environment(os.environ, sockets, simulator=0)
    os.environ.update({name: names[name] for name in ("DATABASE_URL", "REDIS_URL")})
    os.environ["TEST_TEMPLATE"] = TEMPLATE


def pytest_configure(config: "pytest.Config") -> None:
    """The first process makes the template; those that it starts copy it."""
    if os.environ.get("TEST_TEMPLATE") and not hasattr(config, "workerinput"):
        make_template(os.environ["DATABASE_URL"])


def make_template(url: str) -> None:
    """A migrated database that every test process copies: migrating takes a process ten times as long as copying."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    migrated = dict(os.environ, DATABASE_URL=url.replace("/portal?", f"/{TEMPLATE}?"))
    command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=migrated, check=True)


def forget_old_runs() -> None:
    """Remove what runs that were killed left behind. A run that is under way is not touched."""
    for folder in [lock.parent for lock in RUNS.glob("*/lock")]:
        with suppress(InUseError), claimed(folder):
            Children(folder, say=lambda line: None)
            forget(folder)


def enter_demo() -> None:
    """No test may reach a real account, whatever the developer's own settings are."""
    for name in [name for name in os.environ if name.startswith("AWS_") and name != "AWS_CA_BUNDLE"]:
        del os.environ[name]
    os.environ.update(demo_cloud(simulator=0), CHARGEBACK_DEMO="1")


enter_demo()
if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
    try:
        start()
    except (NoServerError, ChildFellError) as reason:
        sys.exit(f"The tests need PostgreSQL and Redis. {reason}")
