"""A connection test in words, and the IAM policy that a connection needs."""

import datetime as dt
from collections.abc import Iterator

from .aws_asking import control
from .aws_calls import PATIENCE, Json, OnRequest, Patience, Talk, Till, connect
from .aws_session import base_session, identity, open_session
from .aws_tag_keys import tag_keys
from .batch import Access, Breakdown, Finding, TagKey
from .refusals import SourceError
from .window import Window

Manners = tuple[OnRequest, Patience, Till | None]
NEW_KEY = "Check its spelling; AWS lists a key a day after its first use."
ACTIONS = ("ce:GetCostAndUsage", "ce:ListCostAllocationTags")


def policy(breakdown: Breakdown) -> Json:
    """The least-privilege IAM policy for the role or user that pulls: only the actions that are used.

    Cost Explorer's actions know no resource to be narrowed to but billing views. Whatever the breakdown, a pull asks
    GetCostAndUsage alone; the other action tells whether its tag keys are active, and is left out where it has none.
    """
    actions = list(ACTIONS if breakdown.tag_keys else ACTIONS[:1])
    statement = {"Sid": "ChargebackReadsCosts", "Effect": "Allow", "Action": actions, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def trust(principal_arn: str, external_id: str) -> Json:
    """The trust policy of the role: who may assume it, and with which external id."""
    statement: Json = {"Effect": "Allow", "Principal": {"AWS": principal_arn}, "Action": "sts:AssumeRole"}
    if external_id:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    return {"Version": "2012-10-17", "Statement": [statement]}


def silent(requests: int, share: float) -> None:
    """Nobody counts."""


def diagnose(
    access: Access,
    breakdown: Breakdown,
    today: dt.date,
    on_request: OnRequest = silent,
    patience: Patience = PATIENCE,
    till: Till | None = None,
) -> tuple[Finding, ...]:
    """What works and what does not, in the order in which it has to be put right; ends at what all the rest needs.

    Takes two requests ($0.02) at most, one without tag keys. Never raises SourceError.
    """
    findings: list[Finding] = []
    for finding in steps(access, breakdown, today, (on_request, patience, till)):
        findings.append(finding)
        if not finding.ok and finding.what in NEEDED:
            break
    return tuple(findings)


CREDENTIALS, ROLE, ACCOUNT, COSTS, TAGS = "Credentials", "Role", "Payer account", "Cost Explorer", "Tag keys"
NEEDED = frozenset({CREDENTIALS, ROLE})  # what cannot be left out to look at the rest


def steps(access: Access, breakdown: Breakdown, today: dt.date, manners: Manners) -> Iterator[Finding]:
    try:
        account, arn = identity(base_session())
        yield Finding(CREDENTIALS, True, f"AWS knows the portal as {arn}.")
    except SourceError as error:
        yield Finding(CREDENTIALS, False, str(error))
        return
    if access.role_arn:
        finding, account = role(access)
        yield finding
    if access.payer_account:
        yield payer(access.payer_account, account)
    yield from cost_explorer(access, breakdown, today, manners)


def role(access: Access) -> tuple[Finding, str]:
    """Whether the role can be assumed, and the account that it belongs to."""
    try:
        account, arn = identity(open_session(access))
    except SourceError as error:
        return Finding(ROLE, False, str(error)), ""
    return Finding(ROLE, True, f"The portal can assume {access.role_arn} and is then {arn}."), account


def payer(expected: str, account: str) -> Finding:
    if account == expected:
        return Finding(ACCOUNT, True, f"The credentials belong to the payer account {expected}.")
    return Finding(
        ACCOUNT,
        False,
        f"The credentials belong to the account {account}, not to the payer account {expected}: a member account "
        "sees only its own costs. Use a role of the payer account, or correct the payer account here.",
    )


def cost_explorer(access: Access, breakdown: Breakdown, today: dt.date, manners: Manners) -> Iterator[Finding]:
    """Whether costs can be read, and whether the breakdown's tag keys are in the bill."""
    try:
        with connect(access, *manners) as talk:
            yield costs(talk, breakdown, today)
            if breakdown.tag_keys:
                yield from tags(talk, breakdown.tag_keys)
    except SourceError as error:
        yield Finding(COSTS, False, str(error))


def costs(talk: Talk, breakdown: Breakdown, today: dt.date) -> Finding:
    yesterday = Window(today - dt.timedelta(days=1), today)
    try:
        (total,) = control(talk, breakdown, yesterday)
    except SourceError as error:
        return Finding(COSTS, False, str(error))
    return Finding(
        COSTS, True, f"Cost Explorer answers: {total.day} was billed {total.billed:,.2f} {total.currency} so far."
    )


def tags(talk: Talk, keys: tuple[str, ...]) -> Iterator[Finding]:
    """For each key whether it is active; one finding when they cannot be listed."""
    try:
        known = {tag.key: tag for tag in tag_keys(talk)}
    except SourceError as error:
        yield Finding(TAGS, False, str(error))
        return
    for key in keys:
        yield activation(key, known)


def activation(key: str, known: dict[str, TagKey]) -> Finding:
    what, tag = f"Tag key {key}", known.get(key)
    if tag and tag.is_active:
        since = f" since {tag.last_updated}" if tag.last_updated else ""
        return Finding(what, True, f"The tag key {key} is active{since}.")
    if tag:
        return Finding(
            what,
            False,
            f"The tag key {key} is not active, so that all cost looks untagged. Activate it in the payer account under "
            "Billing, Cost allocation tags; it counts from then on, earlier days after a backfill.",
        )
    alike = next((name for name in known if name.lower() == key.lower()), "")
    hint = f"Did you mean {alike}? Case counts." if alike else NEW_KEY
    return Finding(what, False, f"AWS knows no tag key {key}. {hint}")
