"""manage.py close_month: closes a month and issues its statements."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.closing.acting import closer, period_named
from chargeback.closing.checks import checklist, closeable
from chargeback.closing.closing import close_period
from chargeback.closing.states import ClosingRefusedError


class Command(BaseCommand):
    help = (
        "Closes a month for ever and issues a numbered statement for every team. What is red is overridden on the "
        "closing page first. Example: close_month 2026-10 --by fay --note 'Refund follows in November'"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="The month as YYYY-MM.")
        parser.add_argument("--currency", default="", help="Needed where the month has several.")
        parser.add_argument("--by", default="", metavar="USERNAME", help="Who closes: somebody of finance.")
        parser.add_argument("--note", default="", help="Printed on all statements.")
        parser.add_argument("--dry-run", action="store_true", help="Show the checklist; change nothing.")

    def handle(self, *args: Any, month: str, currency: str, by: str, note: str, **options: Any) -> None:
        try:
            period, now, today = period_named(clock.parse_month(month), currency), clock.now(), clock.today()
            if options["dry_run"]:
                for check in checklist(closeable(period, now, today)):
                    self.stdout.write(f"{'ok ' if check.lets_close else 'RED'} {check.name}: {check.says}")
                return
            closing = close_period(period.pk, closer(by), note, now, today)
        except (ValueError, ClosingRefusedError) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{closing}: closed with run {closing.run_id}, {closing.statements.count()} statements, bill {closing.bill}"
        )
