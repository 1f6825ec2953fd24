"""manage.py statements: every statement of a month in one zip."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback.closing.issuing import payers_of
from chargeback.closing.reading import statement_of
from chargeback.exports.statement_zip import write_zip

from .export_journal import period_of


class Command(BaseCommand):
    help = (
        "Writes every statement of a month, as workbook and CSV, into one zip: issued ones where the month is closed. "
        "Example: manage.py statements 2026-10 --zip october.zip"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="YYYY-MM")
        parser.add_argument("--zip", type=Path, required=True, help="The file to write.")
        parser.add_argument("--currency", default="", help="Needed where the month has bills in several.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = period_of(options["month"], options["currency"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        with options["zip"].open("wb") as file:
            count = write_zip(file, (statement_of(period, team) for team in payers_of(period)))
        self.stdout.write(f"{count} statements of {period} are in {options['zip']}.")
