"""File -> rulebook in the database: `manage.py import_rules company.yaml`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.rulebook import RulebookError, changes_between, load_rulebook, rulebook_from_yaml, save_rulebook

EPILOG = """\
example:
  manage.py import_rules company.yaml --dry-run     show what would change
  manage.py import_rules company.yaml               change it
  manage.py export_rules | manage.py import_rules - read from standard input

The file is the whole rulebook: rules, splits and tag values that it does not name are removed. Teams, projects and
pools that it does not name are retired: they keep their statements and take part in nothing.
"""


class Command(BaseCommand):
    help = "Make the rulebook in the database the one in a YAML file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.epilog = EPILOG
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("file", help="the YAML file, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        text = read(file)
        try:
            rulebook = rulebook_from_yaml(text)
        except RulebookError as error:
            raise CommandError(refusal(file, error)) from None
        changes = changes_between(load_rulebook(), rulebook) if dry_run else save_rulebook(rulebook)
        for line in changes.lines():
            self.stdout.write(line)
        count = len(changes.items)
        verb = "would change" if dry_run else "changed"
        self.stdout.write(f"{verb} {count} {'entry' if count == 1 else 'entries'}" if changes else "nothing to change")


def read(file: str) -> str:
    """The text of the file. Raises CommandError with one sentence."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {error.strerror}.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not UTF-8 text; save it as UTF-8.") from None


def refusal(file: str, error: RulebookError) -> str:
    count = len(error.problems)
    head = f"{file} was refused, nothing was changed; {count} problem{'s' if count > 1 else ''}:"
    return "\n".join([head, *(f"  {problem}" for problem in error.problems)])
