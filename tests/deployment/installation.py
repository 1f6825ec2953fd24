"""A real installation's environment, and the portal's programs started in it."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "long-enough-and-known-to-nobody-but-this-test-suite-0123456789"
OURS = ("CHARGEBACK_", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DJANGO_")


def environment(**changes: str | None) -> Mapping[str, str]:
    """What an operator sets, and nothing of the demo; a change to None leaves a variable out."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    chosen = {
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": os.environ["REDIS_URL"],
        "ALLOWED_HOSTS": "chargeback.example.com",
        "BEHIND_PROXY": "true",
        **changes,
    }
    return inherited | {name: value for name, value in chosen.items() if value is not None}


def run(*command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """`python COMMAND` in such an installation, to its end."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def as_superuser() -> str:
    """The tests' server with the role that made it; skips where the tests were given a server of their own choice."""
    address, found = re.subn(r"^postgres://portal@/[^?]*", "postgres://postgres@/postgres", os.environ["DATABASE_URL"])
    if not found:
        pytest.skip("DATABASE_URL names a server whose superuser the tests do not know")
    return address
