"""A step -> a mail to the other side. A mail that cannot be sent stops nothing: the page has the step."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from .models import Step

logger = logging.getLogger(__name__)


def tell(step: Step) -> None:
    """One mail to each who is concerned, but not to who took the step. Subjects are our own words only."""
    if not settings.MAIL_SERVER_IS_SET:
        return
    addresses = sorted({user.email for user in concerned(step) if user.email and user.pk != step.by_id})
    mails = [EmailMessage(subject_of(step), text_of(step), settings.DEFAULT_FROM_EMAIL, [to]) for to in addresses]
    try:
        get_connection().send_messages(mails)
    except OSError as error:
        logger.warning("the mails about dispute %s were not sent: %s", step.dispute_id, error)


def concerned(step: Step) -> Iterable[User]:
    """Finance, and who raised the dispute while they still are of the team."""
    yield from User.objects.filter(groups__name="finance", is_active=True)
    raised_by = User.objects.filter(pk=step.dispute.raised_by_id, is_active=True)
    yield from raised_by.filter(memberships__team=step.dispute.team_id)


def subject_of(step: Step) -> str:
    return f"Chargeback: dispute {step.dispute_id} of {step.dispute.period.month:%Y-%m} is {step.state}"


def text_of(step: Step) -> str:
    """No amount and no name of a team: mail is read on the way."""
    address = f"{settings.PORTAL_URL.rstrip('/')}{reverse('dispute', args=[step.dispute_id])}"
    link = f"See {address}\n" if settings.PORTAL_URL else ""
    return f"{step.by.get_full_name() or step.by.get_username()} wrote:\n\n{step.text}\n\n{link}"
