"""manage.py verify: re-checks every promise about money on the live database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chargeback.billing.verify import verify


class Command(BaseCommand):
    help = "Checks that nothing was lost, on the live database; names each promise that is broken and exits with 1."

    def handle(self, *args: Any, **options: Any) -> None:
        verification = verify()
        if verification.problems:
            raise CommandError("\n".join(verification.problems))
        self.stdout.write(
            f"{verification.periods} periods checked: records, runs, charges, statements add up; proof ok."
        )
