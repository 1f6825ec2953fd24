"""manage.py show_month: what each team owes for a month, exactly."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.billing.models import BillingPeriod
from chargeback.billing.month_json import month_figures


class Command(BaseCommand):
    help = "Shows what each team owes for a month. Example: show_month 2026-10 --format json"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="The month as YYYY-MM.")
        parser.add_argument("--currency", help="Needed only when the month was billed in several currencies.")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, month: str, currency: str | None, format: str, **options: Any) -> None:
        try:
            figures = month_figures(find_period(clock.parse_month(month), currency))
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(json.dumps(figures, indent=2) if format == "json" else as_table(figures))


def find_period(month: dt.date, currency: str | None) -> BillingPeriod:
    """The month's period with a run. Raises ValueError with what to do when there is none, or more than one."""
    periods = BillingPeriod.objects.filter(month=month).exclude(current_run=None).select_related("current_run")
    found = list(periods.filter(currency=currency) if currency else periods)
    if not found:
        raise ValueError(
            f"{month:%Y-%m} has no run yet{f' in {currency}' if currency else ''}; make one: run_month {month:%Y-%m}."
        )
    if len(found) > 1:
        raise ValueError(
            f"{month:%Y-%m} has several currencies; add --currency {' or '.join(p.currency for p in found)}."
        )
    return found[0]


def as_table(figures: dict[str, Any]) -> str:
    teams = figures["teams"]
    width = max([len("unallocated"), *map(len, teams)])
    row = f"{{:<{width}}}  {{:>22}}  {{:>22}}  {{:>22}}".format
    lines = [
        f"{figures['period']} in {figures['currency']}, {figures['basis']} cost, run {figures['run']}",
        row("team", "direct", "shared", "total"),
        *(row(slug, sums["direct"], sums["shared"], sums["total"]) for slug, sums in teams.items()),
        row("unallocated", "", "", figures["unallocated"]),
        row("rounding", "", "", figures["rounding"]),
        row("bill", "", "", figures["control_total"]),
        f"proof: {figures['proof']}",
    ]
    return "\n".join(lines)
