"""manage.py check_statement: tells whether a checksum from a file or a paper is that of an issued statement."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback.closing.genuine import verdict


class Command(BaseCommand):
    help = "Tells whether a statement is genuine and current by its checksum. Example: check_statement 3f9a0c7b12de"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("checksum", help="The whole checksum, or its first twelve characters or more.")

    def handle(self, *args: Any, checksum: str, **options: Any) -> None:
        found = verdict(checksum)
        if not found.is_genuine:
            raise CommandError(found.sentence.replace(" that you can see", ""))
        self.stdout.write(found.sentence)
