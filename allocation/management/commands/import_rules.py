"""File -> rulebook in the database: `manage.py import_rules company.yaml`."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.engine.matched import RuleMoney
from allocation.engine.money import from_cents, to_cents
from allocation.engine.rulebook import Rulebook
from allocation.history.authorship import LONGEST_REASON, authored
from allocation.models import AllocationOptions
from allocation.rulebook import (
    Changes,
    RulebookError,
    changes_between,
    load_rulebook,
    rulebook_from_yaml,
    save_rulebook,
)
from allocation.rulebook.review import Costs, Review, costs_of, review, team_differences
from allocation.rulebook.today import last_month

EPILOG = """\
example:
  manage.py import_rules company.yaml --dry-run     show what would change and what is odd
  manage.py import_rules company.yaml --reason "Reorganisation of May"    change it
  manage.py export_rules | manage.py import_rules - read from standard input

The file is the whole rulebook: rules, splits and tag values that it does not name are removed. Teams, projects and
pools that it does not name are retired: they keep their statements and take part in nothing.

With --dry-run the rulebook is also checked for last month: rules that are never reached, gaps between dates, drivers
without readings and more; and, when that month has been run, how much money each rule would have matched, and which
teams would have paid more or less.
"""


NEEDS_TWO = (
    "Changes need a second person here, so nothing was changed. Upload the file as a draft (Rules, New draft); "
    "somebody else approves it there."
)


class Command(BaseCommand):
    help = "Make the rulebook in the database the one in a YAML file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.epilog = EPILOG
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("file", help="the YAML file, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change and what is odd")
        parser.add_argument("--reason", default="", help="why, for the history; without it the name of the file")

    def handle(self, *args: Any, file: str, dry_run: bool, reason: str, **options: Any) -> None:
        text = read(file)
        try:
            rulebook = rulebook_from_yaml(text)
        except RulebookError as error:
            raise CommandError(refusal(file, error)) from None
        changes = changes_between(load_rulebook(), rulebook) if dry_run else saved(rulebook, file, reason)
        for line in changes.lines():
            self.stdout.write(line)
        count = len(changes.items)
        verb = "would change" if dry_run else "changed"
        self.stdout.write(f"{verb} {count} {'entry' if count == 1 else 'entries'}" if changes else "nothing to change")
        if dry_run:
            self.show_effect(rulebook)

    def show_effect(self, rulebook: Rulebook) -> None:
        """What is odd, what each rule matches, and who would pay more or less for last month."""
        costs = costs_of(last_month())
        checked = review(rulebook, last_month(), costs)
        self.stdout.write("\n".join(("", *findings(checked), *money(checked), *effect(rulebook, costs))))


def saved(rulebook: Rulebook, file: str, reason: str) -> Changes:
    """What was changed, by whoever runs the command."""
    if len(reason) > LONGEST_REASON:
        raise CommandError(f"--reason has more than {LONGEST_REASON} characters; say it shorter.")
    if AllocationOptions.objects.filter(needs_second_person=True).exists():
        raise CommandError(NEEDS_TWO)
    with authored(f"{account()} on the command line", reason or f"Imported from {Path(file).name}"):
        return save_rulebook(rulebook)


def account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in some containers nobody has a name
        return "somebody"


def findings(checked: Review) -> Iterator[str]:
    count = len(checked.findings)
    yield f"checked for {checked.month:%Y-%m}: {count or 'no'} warning{'' if count == 1 else 's'}"
    yield from (f"  {finding}" for finding in checked.findings)


def money(checked: Review) -> Iterator[str]:
    """What each rule would have matched, in the order in which they are tried."""
    for currency, rules in checked.money.items():
        yield ""
        yield f"what each rule would have matched in {checked.month:%Y-%m}, in {currency}"
        yield from (f"{amount(rule.amount):>18}  {rule.rule}{taken(rule)}" for rule in rules)


def effect(rulebook: Rulebook, costs: Costs) -> Iterator[str]:
    """Every team that would pay more or less, now and after; the same as a draft's preview shows."""
    try:
        found = team_differences(load_rulebook(), rulebook, costs)
    except RulebookError as error:
        yield f"\nwho would pay more or less is not known: today's rulebook cannot be calculated. {error.problems[0]}"
        return
    for currency, teams in found.items():
        changed = [one for one in teams if one.before.cents != one.after.cents]
        yield f"\nwho would pay more or less for {last_month():%Y-%m}, in {currency}: {len(changed) or 'nobody'}"
        for one in changed:
            now, after = from_cents(one.before.cents), from_cents(one.after.cents)
            yield f"{now:>16,.2f}  {after:>16,.2f}  {after - now:>+16,.2f}  {one.team or 'unallocated'}"
        before, after = (sum(getattr(one, side).cents for one in teams) for side in ("before", "after"))
        yield f"all teams and unallocated together: {from_cents(before):,.2f} before, {from_cents(after):,.2f} after"


def taken(rule: RuleMoney) -> str:
    return f" ({amount(rule.taken)} more went to rules before it)" if rule.taken else ""


def amount(units: int) -> str:
    return f"{from_cents(to_cents(units)):,.2f}"


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
