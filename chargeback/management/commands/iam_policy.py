"""manage.py iam_policy: prints the IAM policy that a source's role or user needs, and no more than it needs."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from allocation.rulebook import load_rulebook
from chargeback.costs.breakdowns import breakdown_of
from chargeback.sources.cost_explorer import policy
from chargeback.sources.cost_explorer import trust as trust_of

from .pull_costs import find_source


class Command(BaseCommand):
    help = (
        "Prints the least-privilege IAM policy for the role or user that pulls a source; with --trust the trust policy "
        "of its role. Example: iam_policy --source aws"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="Slug of the source.")
        parser.add_argument(
            "--trust",
            metavar="ARN",
            help="Instead: the trust policy of the source's role for this user or role, under which the worker runs.",
        )

    def handle(self, *args: Any, source: str, trust: str | None, **options: Any) -> None:
        found = find_source(source)
        document = trust_of(trust, found.external_id) if trust else policy(breakdown_of(found, load_rulebook()))
        self.stdout.write(json.dumps(document, indent=2))
