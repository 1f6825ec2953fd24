"""Cost that is with nobody: seen by those who see all teams, given to somebody by admins."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User as Person

from allocation.models import Draft, Pool, Project, Team
from chargeback.billing.assigning import Picked, assign
from chargeback.billing.figures import Stamp, percent
from chargeback.billing.guesses import Guess, guesses
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.billing.unallocated import UnallocatedRow, unallocated

from .company import require_company
from .kept import kept, of_period
from .periods import period_for
from .rules import require_rule_changer

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

MOST_TARGETS = 2000  # what a page offers to choose from; others can be typed


@dataclass(frozen=True, slots=True)
class Unallocated:
    """A month's cost that is with nobody, and what part of the bill it is."""

    stamp: Stamp
    rows: tuple[UnallocatedRow, ...]
    percent: Decimal | None


def unallocated_for(user: "User", month: dt.date, currency: str = "") -> Unallocated:
    """Cost that is with nobody; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    run = current_run(period)
    rows = kept(of_period("unallocated", period), tuple[UnallocatedRow, ...], lambda: unallocated(period))
    return Unallocated(stamp_of(period, run), rows, percent(run.unallocated, run.control_total))


def guesses_for(user: "User", stamp: Stamp, rows: Sequence[UnallocatedRow]) -> dict[str, Guess]:
    """Whose these rows probably are, by key."""
    require_company(user)
    period = period_for(user, stamp.month, stamp.currency)
    run, asked = current_run(period), " ".join(sorted(row.key for row in rows))
    return kept(of_period(f"guesses {asked}", period), dict[str, Guess], lambda: guesses(run, rows))


def targets_for(user: "User") -> list[tuple[str, str]]:
    """What cost can be given to, as (kind:slug, name), projects first; 403 for those who do not change rules."""
    require_rule_changer(user)
    return named_targets()


def named_targets() -> list[tuple[str, str]]:
    """The same, for functions behind the door that have let the user in already."""
    found: list[tuple[str, str]] = []
    for kind, model in (("project", Project), ("team", Team), ("pool", Pool)):
        rows = model._default_manager.filter(is_retired=False).order_by("name", "slug").values_list("slug", "name")
        found += [(f"{kind}:{slug}", name) for slug, name in rows[: MOST_TARGETS - len(found)]]
    return found


def assign_for(
    user: "User",
    month: dt.date,
    currency: str,
    wanted: Mapping[str, str],
    first: dt.date | None,
    reason: str,
    now: dt.datetime,
) -> Draft:
    """A draft that gives the rows (by key) to whom the texts say. Raises DraftRefusedError."""
    require_rule_changer(user)
    rows = unallocated_for(user, month, currency).rows
    picked = [Picked(row, wanted[row.key]) for row in rows if row.key in wanted]
    return assign(picked, first, month, reason, cast(Person, user), now)
