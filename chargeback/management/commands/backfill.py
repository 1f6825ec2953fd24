"""manage.py backfill: has the workers pull the months before the present one, newest first."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.costs.backfill import Backfill, plan_backfill, queue_backfill
from chargeback.costs.budget import budget_of, in_numbers
from chargeback.sources.window import MONTHS_OF_HISTORY

from .pull_costs import find_source


class Command(BaseCommand):
    help = (
        "Queues a pull for each month before the present one that is not stored yet, newest first, and shows the price "
        "before. Months that the budget has no room for wait until it has. Repeat it at any time: what is there or "
        "queued is left alone. Example: backfill --source aws --months 13"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="Slug of the source.")
        parser.add_argument("--months", type=int, help="How many months; the source's own history if left out.")
        parser.add_argument("--dry-run", action="store_true", help="Show the price and queue nothing.")

    def handle(self, *args: Any, source: str, months: int | None, dry_run: bool, **options: Any) -> None:
        found = find_source(source)
        count = found.history_months if months is None else months
        if not 1 <= count <= MONTHS_OF_HISTORY:
            raise CommandError(f"A backfill brings 1 to {MONTHS_OF_HISTORY} months; {count} is not one of them.")
        backfill = plan_backfill(found, count, clock.now(), clock.today())
        self.stdout.write("\n".join(lines(backfill)))
        self.stdout.write(in_numbers(budget_of(found, clock.now())))
        if not dry_run:
            queued = queue_backfill(backfill, None, clock.now())
            self.stdout.write(f"{len(queued)} pulls are on the work list; the Data page shows how far they are.")


def lines(backfill: Backfill) -> list[str]:
    rows = [f"{one.month:%Y-%m}  {one.requests or '':>4}  {one.need}" for one in backfill.months]
    guess = "; a guess, as nothing was pulled yet" if backfill.is_guess else ""
    return [*rows, f"About {backfill.requests} requests, ${backfill.dollars}{guess}."]
