"""Serves a bill as AWS Cost Explorer would."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chargeback import clock
from chargeback.demo.faults import FAULTS
from chargeback.demo.ledger import LedgerError
from chargeback.demo.limits import Limits
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.serving import Wanted, read_bytes, read_script, start_simulator
from chargeback.demo.simulator import Options, Simulator

EXAMPLE = """
Point the portal to it with the environment variables that boto3 itself reads:

    AWS_ENDPOINT_URL_COST_EXPLORER=http://127.0.0.1:4600 AWS_ENDPOINT_URL_STS=http://127.0.0.1:4600

Any access key will do, but there must be one. Cost Explorer keeps 14 months; to serve an older bill give the day on
which it was young here and to the portal:

    manage.py simulate_cost_explorer --ledger focus.csv --today 2024-10-15
    CHARGEBACK_TODAY=2024-10-15 manage.py pull_costs --source aws --start 2024-09-01 --end 2024-10-01

Break something: the third call loses the token to its next page, every fifth call is throttled:

    manage.py simulate_cost_explorer --fault lost-token@3 --throttle 5

GET /calls tells what was asked and what AWS would have charged; docs/simulator.md has everything else.
"""


def day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as YYYY-MM-DD.") from None


def fault(text: str) -> dict[str, Any]:
    """`KIND@WHEN` or `KIND@WHEN:OPERATION`; WHEN is a number, `every` or `last-page`."""
    kind, _, rest = text.partition("@")
    when, _, operation = rest.partition(":")
    if kind not in FAULTS:
        raise argparse.ArgumentTypeError(f"{kind!r} is no fault; see them with --list-faults.")
    return {"kind": kind, "nth": int(when) if when.isdigit() else when or 1, "operation": operation}


class Command(BaseCommand):
    help = "Serves a simulated AWS Cost Explorer on this machine until it is stopped. Needs no database."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": argparse.RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=4600, help="0 takes a free one.")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--today", type=day, help="The day it believes in, as YYYY-MM-DD.")
        self.add_bill(parser.add_argument_group("the bill"))
        self.add_behaviour(parser.add_argument_group("how it behaves"))

    def add_bill(self, parser: Any) -> None:
        parser.add_argument(
            "--ledger",
            default="demo",
            help="demo (the demo company), a FOCUS 1.0 to 1.3 file (.csv, .csv.gz) or a recorded answer (.json).",
        )
        parser.add_argument("--provider", default="AWS", help="Rows of a FOCUS file to serve; all for every provider.")
        parser.add_argument("--accounts", type=int, default=0, help="Serve a generated company of so many accounts.")
        parser.add_argument("--tag-values", type=int, default=0, help="Projects of the generated company, e.g. 20000.")
        parser.add_argument("--hostile", action="store_true", help="Add tag values that do harm to careless programs.")
        parser.add_argument("--currency", default="", help="Say that the figures are in another currency, e.g. EUR.")
        parser.add_argument("--replay", help="A recorded answer to give, as it is, to every GetCostAndUsage.")

    def add_behaviour(self, parser: Any) -> None:
        parser.add_argument("--page-size", type=int, default=400, help="Groups per page of an answer.")
        parser.add_argument("--multi-year", action="store_true", help="38 months of whole months instead of 14.")
        parser.add_argument("--hourly", action="store_true", help="Hours too, of the last 14 days.")
        parser.add_argument("--throttle", type=int, default=0, help="Refuse every Nth call as too many.")
        parser.add_argument("--rate", type=int, default=0, help="Refuse what is more than N calls in a second.")
        parser.add_argument("--latency", type=float, default=0, help="Seconds before each answer.")
        parser.add_argument("--backfill-seconds", type=float, default=0, help="How long a backfill of tags takes.")
        parser.add_argument(
            "--fault",
            type=fault,
            action="append",
            default=[],
            metavar="KIND@WHEN[:OPERATION]",
            help="Let something go wrong at call WHEN of those it can happen to: a number, every or last-page.",
        )
        parser.add_argument("--list-faults", action="store_true", help="Name the kinds of faults and stop.")
        parser.add_argument("--script", help="A JSON file with keys, roles, faults and restatements.")

    def handle(self, *args: object, **options: Any) -> None:
        if options["list_faults"]:
            self.stdout.write("\n".join(FAULTS))
            return
        try:
            server = CostExplorerServer(simulator_of(options), options["port"], options["host"])
        except LedgerError as error:
            raise CommandError(str(error)) from None
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"Port {options['port']} cannot be used ({reason}); try --port 0.") from None
        self.stdout.write(f"Simulated Cost Explorer on {server.url}")
        self.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()


def simulator_of(options: dict[str, Any]) -> Simulator:
    """Raises LedgerError for what cannot be served."""
    today = options["today"]
    wanted = Wanted(**{name: options[name] for name in Wanted.__slots__})
    behaviour = Options(
        page_size=options["page_size"],
        throttle=options["throttle"],
        replay=read_bytes(Path(options["replay"])) if options["replay"] else None,
        rate=options["rate"],
        latency=options["latency"],
        limits=Limits(options["multi_year"], options["hourly"]),
        backfill_seconds=options["backfill_seconds"],
    )
    script = read_script(Path(options["script"])) if options["script"] else {}
    if options["fault"] and isinstance(script, dict):
        script = {**script, "faults": [*script.get("faults", []), *options["fault"]]}
    return start_simulator(wanted, (lambda: today) if today else clock.today, behaviour, script)
