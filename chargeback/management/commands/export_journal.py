"""manage.py export_journal: a period's journal for the general ledger, as a file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import NoRunError
from chargeback.clock import now, parse_month
from chargeback.exports.journal_files import journal_file
from chargeback.journal.entries import MissingAccountsError
from chargeback.journal.storing import export_journal
from chargeback.journal.templates import TEMPLATES


class Command(BaseCommand):
    help = (
        "Writes the balanced journal of a month: numbered, stored, the same bytes each time. "
        "Example: manage.py export_journal 2026-10 --template sap --out october.csv"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="YYYY-MM")
        parser.add_argument("--template", choices=list(TEMPLATES), default="generic")
        parser.add_argument("--format", choices=["csv", "xlsx", "beancount"], help="Default: the template's first.")
        parser.add_argument("--currency", default="", help="Needed where the month has bills in several.")
        parser.add_argument("--out", type=Path, help="Where to write it; without, standard output.")

    def handle(self, *args: Any, **options: Any) -> None:
        template = TEMPLATES[options["template"]]
        kind = options["format"] or template.file_kinds[0]
        if kind not in template.file_kinds:
            raise CommandError(f"{template.label} is written as {' or '.join(template.file_kinds)}, not as {kind}.")
        try:
            period = period_of(options["month"], options["currency"])
            made = export_journal(period, template, kind, None, now(), journal_file)
        except (ValueError, NoRunError, MissingAccountsError) as error:
            raise CommandError(str(error)) from None
        write(bytes(made.content), options["out"])
        self.stderr.write(f"{made.full_number}: {made.kind} journal, {made.total} {period.currency} on each side.")


def period_of(text: str, currency: str) -> BillingPeriod:
    """The one period of the month that has a run. Raises CommandError with what to write instead."""
    found = BillingPeriod.objects.filter(month=parse_month(text)).exclude(current_run=None).order_by("currency")
    if currency:
        found = found.filter(currency=currency)
    periods = list(found)
    if not periods:
        raise CommandError(f"{text} has no run{f' in {currency}' if currency else ''}: manage.py run_month {text}")
    if len(periods) > 1:
        raise CommandError(f"{text} has bills in {', '.join(one.currency for one in periods)}; choose with --currency.")
    return periods[0]


def write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)
