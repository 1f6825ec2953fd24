"""manage.py pull_costs: pulls days from a source, as the worker does, and shows the progress."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.costs.models import Pull, Source
from chargeback.costs.pulls import BudgetError, PullBusyError, pull
from chargeback.sources.batch import Progress, dollars
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import WindowError, read_window


class Command(BaseCommand):
    help = (
        "Pulls the costs of a window from a source: first the totals by day, then in detail the days that changed, "
        "which replace what is stored of them. The end is exclusive, as at AWS. "
        "Example: pull_costs --source aws --start 2026-10-01 --end 2026-11-01"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="Slug of the source.")
        parser.add_argument("--start", required=True, help="First day, YYYY-MM-DD.")
        parser.add_argument("--end", required=True, help="Day after the last, YYYY-MM-DD.")
        parser.add_argument("--full", action="store_true", help="Ask every day in detail, changed or not.")

    def handle(self, *args: Any, source: str, start: str, end: str, full: bool, **options: Any) -> None:
        try:
            window = read_window(start, end, clock.today())
            done = pull(find_source(source), window, clock.now, self.show, is_full=full)
        except (WindowError, SourceError, PullBusyError, BudgetError) as refusal:
            raise CommandError(str(refusal)) from None
        except KeyboardInterrupt:
            raise CommandError("Broken off. The stored costs are as they were.") from None
        self.stdout.write(summary(done))

    def show(self, progress: Progress) -> None:
        self.stderr.write(str(progress))


def find_source(slug: str) -> Source:
    if source := Source.objects.filter(slug=slug).first():
        return source
    known = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
    raise CommandError(f"There is no source {slug!r}. Known: {known}. Add one with: manage.py add_source {slug}")


def summary(done: Pull) -> str:
    lines = [
        f"{done.source.slug} {done.start} to {done.end} (end exclusive): {done.requests} requests, "
        f"${dollars(done.requests)}, {what_came(done)}",
        f"Control total: {done.billed_cost:f} {done.currency} billed, "
        f"{done.effective_cost:f} {done.currency} effective",
    ]
    return "\n".join([*lines, *([f"Asked in detail: {done.because}"] if done.because else [])])


def what_came(done: Pull) -> str:
    """For example: 9 records; or unchanged."""
    return f"{done.records} records" if done.state == Pull.State.STORED else done.get_state_display()
