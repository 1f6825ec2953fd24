"""One mail to each of some people. A mail that cannot be sent stops nothing: the page has what it says."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)


def send_each(people: Iterable[User], but: User, subject: str, text: str) -> None:
    """To everybody of them with an address, except `but`, who did what it tells. Nothing without a mail server."""
    if not settings.MAIL_SERVER_IS_SET:
        return
    addresses = sorted({user.email for user in people if user.email and user.pk != but.pk})
    mails = [EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]) for to in addresses]
    try:
        get_connection().send_messages(mails)
    except OSError as error:
        logger.warning("the mails %r were not sent: %s", subject, error)


def link_to(path: str) -> str:
    """A line with the address of a page; empty where nobody has said how the portal is reached."""
    return f"See {settings.PORTAL_URL.rstrip('/')}{path}\n" if settings.PORTAL_URL else ""


def signature(user: User) -> str:
    return user.get_full_name() or user.get_username()
