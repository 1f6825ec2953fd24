"""manage.py add_source: names a place that costs come from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback.costs.models import Source


class Command(BaseCommand):
    help = (
        "Adds a source of costs: an AWS payer account, read through Cost Explorer with the credentials of the "
        "environment or a role that these may take on. Example: "
        "add_source aws --name 'Example Inc.' --tag-key project --payer 123456789012"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="A short name for commands, for example aws.")
        parser.add_argument("--name", default="", help="The name on pages; the slug if left out.")
        parser.add_argument(
            "--tag-key",
            action="append",
            metavar="KEY",
            help="The cost allocation tag that tells projects apart (project). Again for a second and third one.",
        )
        parser.add_argument("--payer", default="", help="The payer's account id, 12 digits.")
        parser.add_argument("--role-arn", default="", help="A role in the payer account that the worker takes on.")
        parser.add_argument("--external-id", default="", help="The external id that this role asks for.")
        parser.add_argument("--budget", type=int, default=300, help="Requests a month, each $0.01 (300).")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        source = Source(
            slug=slug,
            name=options["name"] or slug,
            tag_keys=options["tag_key"] or ["project"],
            payer_account=options["payer"],
            role_arn=options["role_arn"],
            external_id=options["external_id"],
            request_budget=options["budget"],
        )
        try:
            source.full_clean()
        except ValidationError as error:
            problems = (f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
            raise CommandError("; ".join(problems)) from None
        source.save()
        self.stdout.write(
            f"Added {slug}. Pull with: manage.py pull_costs --source {slug} --start YYYY-MM-DD --end YYYY-MM-DD"
        )
