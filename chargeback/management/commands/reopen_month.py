"""manage.py reopen_month: one person asks to reopen a closed month, another approves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.closing.acting import closer, period_named, reviewer
from chargeback.closing.reopening import ask_to_reopen, decide_reopening
from chargeback.closing.states import ClosingRefusedError


class Command(BaseCommand):
    help = (
        "Reopens a closed month in two steps by two persons. Examples: reopen_month 2026-10 --by fay --reason 'wrong "
        "split'; then reopen_month 2026-10 --by ada --approve"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="The month as YYYY-MM.")
        parser.add_argument("--currency", default="", help="Needed where the month has several.")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="Who asks, or who approves.")
        parser.add_argument("--reason", default="", help="Why; it stays with the month.")
        parser.add_argument("--approve", action="store_true", help="Approve what somebody else asked for.")

    def handle(self, *args: Any, month: str, currency: str, by: str, reason: str, **options: Any) -> None:
        try:
            period = period_named(clock.parse_month(month), currency)
            if options["approve"]:
                decide_reopening(period.pk, reviewer(by), True, clock.now())
                self.stdout.write(f"{period} is open again; its statements stay until it is closed anew.")
            else:
                ask_to_reopen(period.pk, closer(by), reason, clock.now())
                self.stdout.write(f"{period}: asked. Somebody else approves it with --approve.")
        except (ValueError, ClosingRefusedError) as refusal:
            raise CommandError(str(refusal)) from None
