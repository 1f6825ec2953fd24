"""A step of a claim -> a mail to the other side."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.urls import reverse

from chargeback.mail import link_to, send_each, signature

from .models import Step


def tell(step: Step) -> None:
    """One mail to each who is concerned, but not to who took the step. Subjects are our own words only."""
    subject = f"Chargeback: claim {step.claim_id} is {step.state}"
    text = f"{signature(step.by)} wrote:\n\n{step.text}\n\n{link_to(reverse('claim', args=[step.claim_id]))}"
    send_each(concerned(step), step.by, subject, text)


def concerned(step: Step) -> Iterable[User]:
    """The admins, and who raised the claim while they still are of the team."""
    yield from User.objects.filter(groups__name="admin", is_active=True)
    raised_by = User.objects.filter(pk=step.claim.raised_by_id, is_active=True)
    yield from raised_by.filter(memberships__team=step.claim.team_id)
