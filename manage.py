#!/usr/bin/env python
"""Every command of the portal starts here."""

import os
import shlex
import sys
from pathlib import Path

QUICK_START = Path(__file__).resolve().parent / ".state" / "env"


def join_quick_start() -> None:
    """Speaks to the portal that `make run` keeps in this folder, unless the environment names another one."""
    if "DATABASE_URL" in os.environ or "SECRET_KEY" in os.environ or not QUICK_START.exists():
        return
    for word in shlex.split(QUICK_START.read_text(), comments=True):
        name, found, value = word.partition("=")
        if found:
            os.environ.setdefault(name, value)


if __name__ == "__main__":
    join_quick_start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chargeback.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(
            f"The database does not answer as it should; is it running, and is DATABASE_URL right? It says: {error}"
        )
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
