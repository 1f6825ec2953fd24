"""python -m tests.closing: many random histories of closed months, and kills in the middle of what is done with them.

Each history is played in a transaction of its own and rolled back. The seed is printed; with it a history is replayed.
"""

import argparse
import sys
import time
from collections.abc import Sequence

import tests.stack  # noqa: F401 servers of its own


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make year", description=__doc__)
    parser.add_argument("--histories", type=int, default=1)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kills", type=int, default=0, help="SIGKILL so many closes, adjustments and exports instead.")
    options = parser.parse_args(arguments)
    start_django()
    from .histories import say

    say(f"seed {options.seed}")
    if options.kills:
        from .kills import kill_all

        return kill_all(options.kills, options.seed)
    return play(options.histories, options.months, options.seed)


def start_django() -> None:
    """A database of its own, with all migrations."""
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)


def play(histories: int, months: int, seed: int) -> int:
    from django.db import transaction

    from .histories import History, say

    bad = steps = statements = 0
    for number in range(seed, seed + histories):
        history = History(number, months)
        with transaction.atomic():
            history.play()
            transaction.set_rollback(True)
        if not (number - seed + 1) % 10:
            say(f"{number - seed + 1} histories, {bad} with a problem")
        steps, statements = steps + history.steps, statements + len(history.body_of)
        bad += bool(history.problems)
        for problem in history.problems:
            say(f"history {number}: {problem}")
        if histories == 1:
            say("\n".join(history.told))
    say(f"{histories} histories of {months} months, {steps} steps, {statements} statements: {bad} with a problem")
    return 1 if bad else 0


sys.exit(main(sys.argv[1:]))
