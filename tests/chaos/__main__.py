"""Kills what can be killed while bills are pulled, and looks whether anything was ever wrong: `make chaos`.

Three workers pull two payers' bills, which are restated all the time. Workers, Redis and PostgreSQL are killed with
kill -9. Every moment each day must be whole and of one version of the bill; every due pull must end, once, within two
minutes of the last blow. Counts are kept per seed: a run that was broken off goes on where it was.
"""

import argparse
import os
import subprocess
import sys

from .stack import ROOT, Stack, serve_in_background, servers
from .tally import Tally, file_of, load

TALLIES = ROOT / ".cache" / "chaos"
SETTINGS = {
    "CHARGEBACK_TODAY": "2026-11-23",
    "SWEEP_SECONDS": "1",
    "LOG_LEVEL": "ERROR",
    "DJANGO_SETTINGS_MODULE": "chargeback.settings",
}


def main() -> int:
    """0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=200, help="Workers to kill.")
    parser.add_argument("--redis", type=int, default=20, help="Times that Redis is flushed or killed.")
    parser.add_argument("--postgres", type=int, default=8, help="Times that PostgreSQL is killed.")
    parser.add_argument("--fresh", action="store_true", help="Begin anew with this seed.")
    options = parser.parse_args()
    if options.fresh:
        file_of(TALLIES, options.seed).unlink(missing_ok=True)
    tally = load(TALLIES, options.seed)
    try:
        with servers(ROOT / ".cache" / f"chaos-{os.getpid()}", SETTINGS) as stack:
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
            play(stack, tally, options)
    except KeyboardInterrupt:
        say("broken off; the same command goes on")
    say(tally.table())
    return 0 if tally.is_good else 1


def play(stack: Stack, tally: Tally, wanted: argparse.Namespace) -> None:
    """Rounds of every kind until as much has been killed as was wanted."""
    import django

    django.setup()
    from .playing import open_chaos, rounds  # needs the environment that was just made

    with open_chaos(stack, tally) as (chaos, watch):
        serve_in_background(chaos.server)
        stack.start_portal(chaos.server.server_address[1])
        try:
            for blows, kind in rounds(tally, wanted.kills, wanted.redis, wanted.postgres):
                chaos.play(blows, kind)
                watch.report(tally)
                tally.save(TALLIES)
                say(tally.line())
        finally:
            stack.stop_portal()


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
