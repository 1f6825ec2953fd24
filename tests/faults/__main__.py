"""Breaks Cost Explorer in every way that is known and shows what the portal makes of it: `make faults`.

Every kind of fault strikes the first, the third, the last and every call that it can. Each case is a pull by the
portal's own code, over real HTTP, into a real database that holds another bill. It must end with the right bill stored
or be refused with the old one untouched. Beside it stands the loop of a tutorial under the same faults.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator

import tests.stack  # noqa: F401 gives this process its servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chargeback.settings")

import django

django.setup()

import logging  # noqa: E402
from contextlib import contextmanager  # noqa: E402

from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from .lab import models_read_once  # noqa: E402
from .run import everything  # noqa: E402


def main() -> int:
    """0 when nothing was silently wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--only", default="", help="Kinds whose name contains this.")
    parser.add_argument("--why", action="store_true", help="Print the sentence of every refusal.")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    begin = time.monotonic()
    with database(), models_read_once():
        report = everything(options.only, options.why, say)
    say(f"\n{report}\n{time.monotonic() - begin:.0f} s")
    return 1 if report.bad else 0


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


@contextmanager
def database() -> Iterator[None]:
    """A database of its own that is gone afterwards."""
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
