"""manage.py read_invoices: enters the provider's invoices of a month from a FOCUS file, by InvoiceId."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.costs.models import Source
from chargeback.invoices.entering import InvoiceRefusedError
from chargeback.invoices.focus import read_invoices
from chargeback.invoices.prefilling import prefill

from .export_journal import period_of


class Command(BaseCommand):
    help = (
        "Adds a FOCUS file (CSV, 1.2 or later) up by InvoiceId and enters the month's invoices, with taxes and credits "
        "that the bill does not hold. Example: manage.py read_invoices 2026-10 focus.csv --source aws"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="YYYY-MM")
        parser.add_argument("file", type=Path, help="The FOCUS file.")
        parser.add_argument("--source", required=True, help="Short name of the source that the invoices are of.")
        parser.add_argument("--currency", default="", help="Needed where the month has bills in several.")
        parser.add_argument("--issued-on", type=dt.date.fromisoformat, help="Date of the invoices, YYYY-MM-DD; today.")

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(slug=options["source"]).first()
        if source is None:
            raise CommandError(f"There is no source {options['source']!r}.")
        try:
            period = period_of(options["month"], options["currency"])
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                found = read_invoices(lines, period.month, period.currency)
            said = prefill(period, source, found, options["issued_on"] or clock.today())
        except (ValueError, OSError, InvoiceRefusedError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("\n".join(said) or f"The file has no cost of {period}.")
