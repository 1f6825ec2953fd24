"""Raising a claim and every step after it. Who may do what is the door's business; here: what may follow what."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.models import Team
from allocation.rulebook.claim import Claimed
from chargeback.conversation import checked

from .mailing import tell
from .models import LONGEST_OF, Claim, Step

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Claim.State
BY_ADMIN = {"comment": State.OPEN, "decline": State.DECLINED}
BY_TEAM = {"comment": State.OPEN, "withdraw": State.WITHDRAWN}
MOST_OPEN = 100  # of one team: a form that somebody has a program fill in stops there
ACCOUNT_NUMBER = re.compile(r"[\d\s-]+")


class ClaimRefusedError(Exception):
    """The message is one sentence that says what to do instead."""


@transaction.atomic
def raise_claim(
    team: Team, claimed: Claimed, since: dt.date, text: str, user: "User", now: dt.datetime, today: dt.date
) -> Claim:
    """The claim, open, with its first step. Raises ClaimRefusedError. The same whether there is such cost or not."""
    said = checked(text, ClaimRefusedError)
    refuse_empty(claimed)
    if since > today:
        raise ClaimRefusedError("Choose the day from which it is yours; it cannot be after today.")
    Team.objects.select_for_update().get(pk=team.pk)
    own = Claim.objects.filter(team=team, state=State.OPEN)
    if there := own.filter(**columns(claimed)).first():
        raise ClaimRefusedError(f"Your team claims this already, see claim {there.pk}; add your comment there.")
    if own.count() >= MOST_OPEN:
        raise ClaimRefusedError(f"Your team has {MOST_OPEN} open claims; wait until some are decided.")
    claim = Claim.objects.create(team=team, since=since, raised_by=user, raised_at=now, **columns(claimed))
    add_step(claim, State.OPEN, said, user, now)
    return claim


def columns(claimed: Claimed) -> dict[str, str]:
    return {
        "account": claimed.account,
        "service": claimed.service,
        "tag_key": claimed.tag_key,
        "tag_value": claimed.tag_value,
    }


def refuse_empty(claimed: Claimed) -> None:
    if not (claimed.account or claimed.service or claimed.tag_value):
        raise ClaimRefusedError("Name an account, a service or a tag value.")
    for name, text in columns(claimed).items():
        if len(text) > LONGEST_OF[name]:
            raise ClaimRefusedError(f"Write at most {LONGEST_OF[name]} characters for what you claim.")


def as_written(account: str, service: str, tag_key: str, tag_value: str) -> Claimed:
    """What somebody wrote, without spaces around it; an account number without its spaces and hyphens.

    A tag key without a value claims nothing and is left out.
    """
    account, service, key, value = (text.replace("\0", "").strip() for text in (account, service, tag_key, tag_value))
    if ACCOUNT_NUMBER.fullmatch(account):
        account = re.sub(r"[\s-]", "", account)
    return Claimed(account, service, key if value else "", value)


@transaction.atomic
def take_step(pk: int, state: str, text: str, user: "User", now: dt.datetime) -> Claim:
    """The open claim is in the new state, with one more step. Raises ClaimRefusedError."""
    said = checked(text, ClaimRefusedError)
    claim = open_claim(pk)
    claim.state = state
    claim.save(update_fields=["state"])
    add_step(claim, state, said, user, now)
    return claim


def open_claim(pk: int) -> Claim:
    """The claim, locked. Raises ClaimRefusedError when it is decided already."""
    claim: Claim = Claim.objects.select_for_update(of=("self",)).select_related("team", "raised_by").get(pk=pk)
    if claim.state != State.OPEN:
        raise ClaimRefusedError(f"This claim is {claim.state}; raise a new one where something else is yours.")
    return claim


def add_step(claim: Claim, state: str, text: str, user: "User", now: dt.datetime) -> None:
    step = Step.objects.create(claim=claim, state=state, by=user, at=now, text=text)
    transaction.on_commit(lambda: tell(step))
