"""manage.py known_month: a month as it was known on a day, as CSV."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.closing.acting import period_named
from chargeback.closing.known import known_on
from chargeback.closing.states import ClosingRefusedError
from chargeback.exports.known_file import known_csv


class Command(BaseCommand):
    help = (
        "Writes a month as it was known on a day beside what is known now, by team and cause, as CSV. "
        "Example: known_month 2026-10 --on 2026-11-05 > known.csv"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="The month as YYYY-MM.")
        parser.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="The day; what came later is left out.")
        parser.add_argument("--currency", default="", help="Needed where the month has several.")

    def handle(self, *args: Any, month: str, on: str, currency: str, **options: Any) -> None:
        try:
            period, day = period_named(clock.parse_month(month), currency), dt.date.fromisoformat(on)
        except (ValueError, ClosingRefusedError) as refusal:
            raise CommandError(str(refusal)) from None
        known = known_on(period, day)
        if known is None:
            raise CommandError(f"Nothing was known of {period} by the end of {day}. Choose a later day.")
        self.stdout.write(known_csv(stamp_of(period, current_run(period)), known).decode("utf-8-sig"), ending="")
