"""manage.py show_costs: stored costs of a period, in all or by service, account, day, record type or tag."""

import csv
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback.clock import next_month, parse_month
from chargeback.costs.models import Source
from chargeback.costs.totals import METRICS, Total, sums_by_currency, totals
from chargeback.sources.window import Window, WindowError, read_day


class Command(BaseCommand):
    help = (
        "Shows stored costs, exact to the last digit. "
        "Example: show_costs --month 2026-10 --by tag:project   or   show_costs --start 2026-10-01 --end 2026-10-08"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", help="YYYY-MM, in place of --start and --end.")
        parser.add_argument("--start", help="First day, YYYY-MM-DD.")
        parser.add_argument("--end", help="Day after the last, YYYY-MM-DD.")
        parser.add_argument("--by", default="total", help="total, service, account, day, record_type or tag:KEY.")
        parser.add_argument("--metric", default="billed", choices=sorted(METRICS))
        parser.add_argument("--format", default="table", choices=["table", "json", "csv"])
        parser.add_argument("--source", default="", help="Slug of one source; all sources if left out.")

    def handle(self, *args: Any, by: str, metric: str, source: str, **options: Any) -> None:
        try:
            window = read_period(options)
            rows = totals(window.start, window.end, by, metric, source)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        if not rows:
            raise CommandError(nothing_stored(window, source))
        write = {"table": self.write_table, "json": self.write_json, "csv": self.write_csv}[options["format"]]
        write(rows, {"start": str(window.start), "end": str(window.end), "by": by, "metric": metric})

    def write_table(self, rows: list[Total], about: dict[str, str]) -> None:
        whole = [Total("Total", currency, amount) for currency, amount in sums_by_currency(rows).items()]
        width = max(len(row.key) for row in [*rows, *whole])
        amounts = max(len(f"{row.amount:,f}") for row in [*rows, *whole])
        for row in rows if about["by"] == "total" else [*rows, *whole]:
            self.stdout.write(f"{row.key:<{width}}  {row.amount:>{amounts},f} {row.currency}")

    def write_json(self, rows: list[Total], about: dict[str, str]) -> None:
        found = [{"key": row.key, "currency": row.currency, "amount": f"{row.amount:f}"} for row in rows]
        whole = {currency: f"{amount:f}" for currency, amount in sums_by_currency(rows).items()}
        self.stdout.write(json.dumps({**about, "rows": found, "totals": whole}, indent=2, ensure_ascii=False))

    def write_csv(self, rows: list[Total], about: dict[str, str]) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow([about["by"], "currency", about["metric"]])
        writer.writerows([row.key, row.currency, f"{row.amount:f}"] for row in rows)


def read_period(options: dict[str, Any]) -> Window:
    """The days that --month or --start and --end name. Raises ValueError."""
    month, start, end = options["month"], options["start"], options["end"]
    if month and not start and not end:
        first = parse_month(month)
        return Window(first, next_month(first))
    if month or not start or not end:
        raise WindowError("Give either --month YYYY-MM, or --start and --end as YYYY-MM-DD.")
    window = Window(read_day(start), read_day(end))
    if window.start >= window.end:
        raise WindowError(f"The end {end} is exclusive and must lie after the start {start}.")
    return window


def nothing_stored(window: Window, source: str) -> str:
    known = list(Source.objects.order_by("slug").values_list("slug", flat=True))
    if source and source not in known:
        return f"There is no source {source!r}. Known: {', '.join(known) or 'none yet'}."
    pull = f"manage.py pull_costs --source {source or 'SLUG'} --start {window.start} --end {window.end}"
    return f"No costs are stored for {window.start} to {window.end} (end exclusive). Pull them with: {pull}"
