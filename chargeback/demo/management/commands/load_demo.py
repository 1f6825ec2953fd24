"""Loads the demo company."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chargeback import clock
from chargeback.demo.loading import DemoRefusedError, load_demo


class Command(BaseCommand):
    help = (
        "Puts the demo company into the database: rulebook, people and source. Running it again changes nothing. "
        "Example: CHARGEBACK_DEMO=1 manage.py load_demo"
    )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            load_demo(clock.today())
        except DemoRefusedError as error:
            raise CommandError(str(error)) from None
