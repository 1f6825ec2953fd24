"""A step -> a mail to the other side."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.urls import reverse

from chargeback.mail import link_to, send_each, signature

from .models import Step


def tell(step: Step) -> None:
    """One mail to each who is concerned, but not to who took the step. Subjects are our own words only."""
    send_each(concerned(step), step.by, subject_of(step), text_of(step))


def concerned(step: Step) -> Iterable[User]:
    """Finance, and who raised the dispute while they still are of the team."""
    yield from User.objects.filter(groups__name="finance", is_active=True)
    raised_by = User.objects.filter(pk=step.dispute.raised_by_id, is_active=True)
    yield from raised_by.filter(memberships__team=step.dispute.team_id)


def subject_of(step: Step) -> str:
    return f"Chargeback: dispute {step.dispute_id} of {step.dispute.period.month:%Y-%m} is {step.state}"


def text_of(step: Step) -> str:
    """No amount and no name of a team: mail is read on the way."""
    return f"{signature(step.by)} wrote:\n\n{step.text}\n\n{link_to(reverse('dispute', args=[step.dispute_id]))}"
