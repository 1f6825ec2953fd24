"""The digest of a day, from findings to mails.

day  -> open_digest    one row a day; what it calls new does not change when it is sent again
     -> findings       nothing found: no mail
     -> recipients     who wants it and sees all teams today
     -> deliver        one row and one mail each: at most one, whatever happens
"""

import datetime as dt
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction

from allocation.models import sees_all_teams

from .figures import Findings
from .mail import Mail, mail_of
from .models import Delivery, Digest

Find = Callable[[dt.datetime, dt.datetime, dt.date], Findings]
A_DAY = dt.timedelta(days=1)
LONGEST_BACK = dt.timedelta(days=7)


class DigestError(Exception):
    """Some mails could not be sent; the message says which and why. Trying again sends those only."""


def send_digest(day: dt.date, now: dt.datetime, find: Find) -> str:
    """Everybody who wants the digest of the day has got it, at most once; a line that says how many. DigestError."""
    digest = open_digest(day, now)
    found = find(digest.since, now, day)
    Digest.objects.filter(pk=digest.pk).update(points=found.count)
    if not found.count:
        return "Nothing needs attention, so no mail was sent."
    readers, mail = recipients(), mail_of(found, settings.PORTAL_URL)
    errors = [error for reader in readers if (error := deliver(digest, reader, mail, now))]
    if errors:
        raise DigestError(f"{len(errors)} of {len(readers)} mails could not be sent. {errors[0]}")
    return f"Sent to {len(readers)}: {mail.subject}"


def open_digest(day: dt.date, now: dt.datetime) -> Digest:
    """The row of the day."""
    known = {"since": start_of_news(day, now), "composed_at": now}
    return Digest.objects.get_or_create(day=day, defaults=known)[0]


def start_of_news(day: dt.date, now: dt.datetime) -> dt.datetime:
    """From when on things are new in the digest of the day: since the one before, or a day where there is none."""
    before = Digest.objects.filter(day__lt=day).order_by("-day").first()
    return max(before.composed_at, now - LONGEST_BACK) if before else now - A_DAY


def recipients() -> list[User]:
    """Active users who want it, have an address and see all teams at this moment, by name."""
    wanting = User.objects.filter(digest_choice__wants_digest=True, is_active=True).exclude(email="")
    return [user for user in wanting.order_by("username") if sees_all_teams(user)]


def deliver(digest: Digest, reader: User, mail: Mail, now: dt.datetime) -> str:
    """The reader has the mail, or why not in one sentence. Nothing happens for one who has it already."""
    row = claim(digest, reader, now)
    if row is None:
        return ""
    try:
        send(reader.email, mail)
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address that no header may hold
        sentence = f"{reader.get_username()}: {type(error).__name__}: {error}"[:300]
        Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.FAILED, error=sentence)
        return sentence
    Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.SENT, error="")
    return ""


def claim(digest: Digest, reader: User, now: dt.datetime) -> Delivery | None:
    """The row of a mail that only the caller may send now; None when it was sent, is being sent, or may have been."""
    failed = Delivery.objects.filter(digest=digest, user=reader, state=Delivery.State.FAILED)
    if failed.update(state=Delivery.State.SENDING, begun_at=now):
        return Delivery.objects.get(digest=digest, user=reader)
    try:
        with transaction.atomic():
            return Delivery.objects.create(digest=digest, user=reader, begun_at=now)
    except IntegrityError:
        return None


def send(address: str, mail: Mail) -> None:
    """Hands the mail to the mail server. Raises what Django's mail raises."""
    automatic = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no out-of-office answers
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[address], headers=automatic)
    message.attach_alternative(mail.html, "text/html")
    message.send()
