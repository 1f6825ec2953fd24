"""Pulls and runs the demo company."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allocation.rulebook import RulebookError
from chargeback import clock
from chargeback.billing.proof import ProofFailedError
from chargeback.billing.runs import RunRefusedError
from chargeback.demo.loading import DemoRefusedError
from chargeback.demo.preparing import DemoFailedError, prepare_demo

REFUSALS = (DemoRefusedError, DemoFailedError, RunRefusedError, ProofFailedError, RulebookError)


class Command(BaseCommand):
    help = (
        "Makes the demo ready to look at: loads it, has the worker pull each month that has no costs yet, and runs "
        "each month that has no run. Example: CHARGEBACK_DEMO=1 manage.py prepare_demo"
    )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            prepare_demo(clock.today(), self.stdout.write)
        except REFUSALS as error:
            raise CommandError(str(error)) from None
