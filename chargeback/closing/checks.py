"""The close checklist: computed each time, never ticked. Each app that knows something enters its checks in settings.

settings.CLOSE_CHECKS names functions of a Closeable in the order in which they are shown; each returns one Check.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.stamps import current_run

from .models import Closing, Override

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, slots=True)
class Closeable:
    """The period that is to be closed, the run that would be billed, and who would close it (None: not known yet)."""

    period: BillingPeriod
    run: Run
    version: int
    now: dt.datetime
    today: dt.date
    by: "User | None" = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist. `overridden` says by whom and why it is closed in spite of it; empty otherwise."""

    name: str
    label: str
    is_ok: bool
    says: str
    can_be_overridden: bool = True
    overridden: str = ""

    @property
    def lets_close(self) -> bool:
        return self.is_ok or bool(self.overridden and self.can_be_overridden)


CheckFunction = Callable[[Closeable], Check]


def closeable(period: BillingPeriod, now: dt.datetime, today: dt.date, by: "User | None" = None) -> Closeable:
    """Raises NoRunError when the period has no run yet."""
    return Closeable(period, current_run(period), next_version(period), now, today, by)


def next_version(period: BillingPeriod) -> int:
    """The version that the next close of the period makes, from 1."""
    return Closing.objects.filter(period=period).count() + 1


def checklist(subject: Closeable) -> tuple[Check, ...]:
    """Every check as it is now, with the overrides of this version."""
    functions: Iterable[CheckFunction] = [import_string(path) for path in settings.CLOSE_CHECKS]
    said = overrides(subject)
    return tuple(with_override(function(subject), said) for function in functions)


def overrides(subject: Closeable) -> dict[str, str]:
    rows = Override.objects.filter(period=subject.period, version=subject.version).select_related("by")
    return {row.check_name: f"{name_of(row.by)}: {row.reason}" for row in rows}


def with_override(check: Check, said: dict[str, str]) -> Check:
    return check if check.is_ok else replace(check, overridden=said.get(check.name, ""))


def name_of(user: "User | None") -> str:
    """A person as shown; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""
