"""manage.py check_source: tests the connection of a source and says in words what does not work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.costs.budget import BudgetError
from chargeback.costs.connections import check_source
from chargeback.costs.talks import PullBusyError

from .pull_costs import find_source


class Command(BaseCommand):
    help = (
        "Tests the connection of a source: credentials, role, Cost Explorer, permissions, tag keys. Takes two requests "
        "at most ($0.02). Exits with 1 when something does not hold. Example: check_source --source aws"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="Slug of the source.")

    def handle(self, *args: Any, source: str, **options: Any) -> None:
        try:
            findings = check_source(find_source(source), clock.now, clock.today())
        except (PullBusyError, BudgetError) as refusal:
            raise CommandError(str(refusal)) from None
        for finding in findings:
            self.stdout.write(f"{'ok ' if finding.ok else 'NO '} {finding.what}: {finding.sentence}")
        if wrong := [finding.what for finding in findings if not finding.ok]:
            raise CommandError(f"{source} is not ready: {', '.join(wrong)}.")
