"""manage.py send_digest: what needs attention today, by e-mail or on the screen."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chargeback import clock
from chargeback.alerts.findings import findings
from chargeback.alerts.mail import mail_of
from chargeback.alerts.sending import DigestError, recipients, send_digest, start_of_news
from chargeback.alerts.tasks import NO_SERVER


class Command(BaseCommand):
    help = (
        "Sends today's digest to everybody who wants it and has not got it yet; nobody gets it twice. "
        "Example: send_digest --dry-run prints it and sends nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Print the digest and who would get it.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            return self.show()
        if not settings.MAIL_SERVER_IS_SET:
            raise CommandError(NO_SERVER)
        try:
            self.stdout.write(send_digest(clock.today(), clock.now(), findings))
        except DigestError as error:
            raise CommandError(str(error)) from None
        return None

    def show(self) -> None:
        """Writes nothing to the database, so that today's digest still calls new what is new."""
        now, day = clock.now(), clock.today()
        found = findings(start_of_news(day, now), now, day)
        readers = ", ".join(reader.email for reader in recipients()) or "nobody (no finance user or admin wants it)"
        self.stdout.write(f"To: {readers}")
        if not found.count:
            self.stdout.write("Nothing needs attention, so no mail would be sent.")
            return
        mail = mail_of(found, settings.PORTAL_URL)
        self.stdout.write(f"Subject: {mail.subject}\n\n{mail.text}", ending="")
