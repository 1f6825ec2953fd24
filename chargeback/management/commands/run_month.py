"""manage.py run_month: allocates a month's stored costs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.engine.rulebook import RulebookError
from chargeback import clock
from chargeback.billing.proof import ProofFailedError
from chargeback.billing.runs import RunRefusedError, run_month


class Command(BaseCommand):
    help = "Allocates the stored costs of a month to teams, proves the sums and shows them. Example: run_month 2026-10"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="The month as YYYY-MM.")

    def handle(self, *args: Any, month: str, **options: Any) -> None:
        try:
            runs = run_month(clock.parse_month(month), clock.now())
        except (ValueError, RunRefusedError, ProofFailedError, RulebookError) as refusal:
            raise CommandError(str(refusal)) from None
        for run in runs:
            self.stdout.write(
                f"{run.period}: run {run.pk}, bill {run.control_total:f}, allocated {run.allocated:f}, "
                f"unallocated {run.unallocated:f}, checksum {run.checksum[:16]}"
            )
