"""The rulebook and its history: read by those who see all teams, changed by admins."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from allocation.history.changes import Change, ThingChanged, changed_at, history_of, newest_changes
from allocation.history.events import KINDS
from allocation.rulebook import load_rulebook, rulebook_to_yaml
from chargeback.billing.rule_list import RuleList, rule_list

from .company import require_company

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

LARGEST_ID = 2**63
CHANGE_RULES = "allocation.change_mappingrule"


def can_change_rules(user: "User") -> bool:
    return bool(user.is_active and user.has_perm(CHANGE_RULES))  # type: ignore[attr-defined]


def require_rule_changer(user: "User") -> None:
    """Returns for admins; 403 for everybody else."""
    if not can_change_rules(user):
        raise PermissionDenied


def rule_list_for(
    user: "User", month: dt.date, currency: str, today: dt.date, now: dt.datetime, wait: bool
) -> RuleList:
    """All mapping rules with the money of a month; 403 for those who do not see all teams."""
    require_company(user)
    return rule_list(month, currency, today, now, wait)


def rulebook_yaml_for(user: "User") -> str:
    """The whole rulebook as a file; 403 for those who do not see all teams."""
    require_company(user)
    return rulebook_to_yaml(load_rulebook())


def changes_for(user: "User", before: dt.datetime | None) -> list[Change]:
    """What was changed, newest first; 403 for those who do not see all teams."""
    require_company(user)
    return newest_changes(before)


def change_for(user: "User", at: dt.datetime) -> list[ThingChanged]:
    """What one change did to each thing; 404 when nothing was changed at that moment."""
    require_company(user)
    found = changed_at(at)
    if not found:
        raise Http404
    return found


def history_for(user: "User", kind: str, thing: int) -> list[ThingChanged]:
    """The versions of one thing, newest first; 404 when there never was one."""
    require_company(user)
    found = history_of(kind, thing) if kind in KINDS and thing < LARGEST_ID else []
    if not found:
        raise Http404
    return found
