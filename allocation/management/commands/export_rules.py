"""Rulebook in the database -> file: `manage.py export_rules company.yaml`."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.rulebook import load_rulebook, rulebook_to_yaml

EPILOG = """\
example:
  manage.py export_rules                  to the terminal
  manage.py export_rules company.yaml     to a file that import_rules reads back without loss
"""


class Command(BaseCommand):
    help = "Write the rulebook in the database as YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.epilog = EPILOG
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("file", nargs="?", default="-", help="where to write; without it, or with -, the terminal")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        text = rulebook_to_yaml(load_rulebook())
        if file == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(file).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from None
