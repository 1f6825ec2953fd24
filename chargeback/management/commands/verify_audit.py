"""manage.py verify_audit: whether the audit log is as it was written."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback.audit.chain import Head, head_printed
from chargeback.audit.checking import check_log
from chargeback.clock import now


class Command(BaseCommand):
    help = (
        "Re-reads the whole audit log and names everything that was edited, deleted, put in another order or cut off; "
        "the heads on all stored statements and journals have to be in it. "
        "Example: manage.py verify_audit --head 812:9f2c..., with a head from a paper that you have kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", action="append", default=[], help="NUMBER:HASH of a block that you have kept.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_log(AnonymousUser(), "command", now(), [head_of(text) for text in options["head"]])
        if found.problems:
            raise CommandError("\n".join(found.problems))
        self.stdout.write(
            f"{found.entries} entries in {found.blocks} blocks checked: nothing was changed. Head {found.head}"
        )


def head_of(text: str) -> Head:
    found = head_printed(text)
    if found is None:
        raise CommandError(f"{text!r} is no head; write NUMBER:HASH as it is printed, with all 64 digits of the hash.")
    return found
