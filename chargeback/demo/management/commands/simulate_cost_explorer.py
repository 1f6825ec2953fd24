"""Serves a bill as AWS Cost Explorer would."""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chargeback import clock
from chargeback.demo.ledger import LedgerError
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.serving import open_simulator

EXAMPLE = """
Point the portal to it with the environment variable that boto3 itself reads:

    AWS_ENDPOINT_URL_COST_EXPLORER=http://127.0.0.1:4600

Any access key will do, but there must be one. Cost Explorer keeps 14 months; to serve an older bill give the day on
which it was young here and to the portal:

    manage.py simulate_cost_explorer --ledger focus.csv --today 2024-10-15
    CHARGEBACK_TODAY=2024-10-15 manage.py pull_costs --source aws --start 2024-09-01 --end 2024-10-01

GET /calls tells what was asked and what AWS would have charged; DELETE /calls forgets it. POST /faults with
{"on_call": 3, "kind": "half-body"} breaks the third call.
"""


def day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as YYYY-MM-DD.") from None


class Command(BaseCommand):
    help = "Serves a simulated AWS Cost Explorer on this machine until it is stopped. Needs no database."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        kwargs |= {"epilog": EXAMPLE, "formatter_class": argparse.RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--ledger",
            default="demo",
            help="demo (the demo company), a FOCUS 1.0 to 1.3 file (.csv, .csv.gz) or a recorded answer (.json).",
        )
        parser.add_argument("--port", type=int, default=4600, help="0 takes a free one.")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--page-size", type=int, default=400, help="Groups per page of an answer.")
        parser.add_argument("--today", type=day, help="The day it believes in, as YYYY-MM-DD.")
        parser.add_argument("--provider", default="AWS", help="Rows of a FOCUS file to serve; all for every provider.")
        parser.add_argument("--replay", help="A recorded answer to give, as it is, to every GetCostAndUsage.")
        parser.add_argument("--throttle", type=int, default=0, help="Refuse every Nth call as too many.")

    def handle(self, *args: object, **options: Any) -> None:
        today = options["today"]
        try:
            simulator = open_simulator(
                ledger=options["ledger"],
                provider=options["provider"],
                today=(lambda: today) if today else clock.today,
                page_size=options["page_size"],
                throttle=options["throttle"],
                replay=options["replay"],
            )
            server = CostExplorerServer(simulator, options["port"], options["host"])
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
