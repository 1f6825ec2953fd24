"""The audit log: read and checked by those who see all teams."""

import datetime as dt
from typing import TYPE_CHECKING

from chargeback.audit.checking import check_log
from chargeback.audit.found import MOST_EXPORTED, EntriesAsked, EntryFacts, entries_found
from chargeback.audit.state import LogState, log_state
from chargeback.audit.verify import Verification

from .company import require_company

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def audit_for(user: "User", asked: EntriesAsked) -> tuple[LogState, tuple[EntryFacts, ...]]:
    """How the log stands, and a page of the entries that are asked for; 403 for those who do not see all teams."""
    require_company(user)
    return log_state(), entries_found(asked)


def exported_audit_for(user: "User", asked: EntriesAsked) -> tuple[EntryFacts, ...]:
    """The newest MOST_EXPORTED of the entries that are asked for; 403 for those who do not see all teams."""
    require_company(user)
    return entries_found(asked, MOST_EXPORTED)


def check_audit_for(user: "User", now: dt.datetime) -> Verification:
    """Re-reads the whole log; 403 for those who do not see all teams."""
    require_company(user)
    return check_log(user, "page", now)
