"""Two versions of a statement -> what changed line by line, in cents, and why. The sums are the statements' own.

What was compared while the older version was closed has its cause; the rest came with the reopening.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from allocation.models import Team
from chargeback.billing.figures import Statement as Figures
from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import NO_PROJECT

from .frozen import thawed
from .models import Adjustment, AdjustmentLine, Reopening, Statement

ZERO = Decimal("0.00")
CHARGE = "charge of the month"
ANEW = "calculated anew after the month was reopened"
Why = tuple[tuple[str, Decimal], ...]


class Key(NamedTuple):
    """What a line is about, with the names of that day. `what` is why a line beside the charges is there."""

    month: dt.date
    what: str
    project: str
    service: str
    pool: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that is not what it was; `why` adds up to the change."""

    key: Key
    before: Decimal
    now: Decimal
    why: Why

    @property
    def change(self) -> Decimal:
        return self.now - self.before

    @property
    def project(self) -> str:
        return self.key.project

    @property
    def service(self) -> str:
        return self.key.service

    @property
    def pool(self) -> str:
        return self.key.pool


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """An issued statement and the one it replaces. `unchanged` is the sum of the `unchanged_count` other lines."""

    before: Figures
    now: Figures
    lines: tuple[ChangedLine, ...]
    unchanged_count: int
    unchanged: Decimal


def version_changes(period: BillingPeriod, team: Team | None, version: int, with_reason: bool) -> VersionChanges | None:
    """The version against the one it replaces; None where it was not issued or replaces none.

    `with_reason` adds what was written when the month was reopened, which may name other teams.
    """
    rows = Statement.objects.filter(period=period, team=team, version=version).select_related("replaces")
    row = rows.exclude(replaces=None).first()
    if row is None or row.replaces is None:
        return None
    older = row.replaces
    before, now = thawed(older.body, older.checksum), thawed(row.body, row.checksum)
    then, today = sums(before), sums(now)
    rest = " ".join([f"{ANEW}:", *reasons(period, older, row)]) if with_reason else ANEW
    causes = caused(period, older, row)
    same = [key for key in today if then.get(key) == today[key]]
    moved = sorted({*then, *today} - {*same})
    lines = (changed(key, then.get(key, ZERO), today.get(key, ZERO), causes[key], rest) for key in moved)
    return VersionChanges(
        before=before,
        now=now,
        lines=tuple(sorted(lines, key=lambda line: (-abs(line.change), line.key))),
        unchanged_count=len(same),
        unchanged=sum((today[key] for key in same), ZERO),
    )


def sums(statement: Figures) -> dict[Key, Decimal]:
    """The statement's lines in cents, by what they are about; together what is to be paid."""
    month = statement.stamp.month
    found: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for line in statement.lines:
        found[Key(month, CHARGE, line.project, line.service, line.pool)] += line.cents
    for one in statement.corrections:
        found[Key(one.month, one.what, one.project, one.service, one.pool)] += one.cents
    return found


def changed(key: Key, before: Decimal, now: Decimal, causes: dict[str, Decimal], rest: str) -> ChangedLine:
    """A line beside the charges says itself why it is there."""
    if key.what != CHARGE:
        return ChangedLine(key, before, now, ((key.what, now - before),))
    known = [(cause, amount) for cause, amount in sorted(causes.items()) if amount]
    left = now - before - sum((amount for _, amount in known), ZERO)
    return ChangedLine(key, before, now, (*known, (rest, left)) if left else tuple(known))


def caused(period: BillingPeriod, older: Statement, newer: Statement) -> dict[Key, dict[str, Decimal]]:
    """What each cause moved in each line while the older version, or one in between, was closed."""
    lines = AdjustmentLine.objects.filter(
        adjustment__period=period,
        adjustment__team=older.team_id,
        adjustment__comparison__closing__version__gte=older.version,
        adjustment__comparison__closing__version__lt=newer.version,
    ).select_related("adjustment")
    names = dict(Adjustment.Cause.choices)
    found: dict[Key, dict[str, Decimal]] = defaultdict(Counter)  # type: ignore[arg-type]
    for line in lines:
        key = Key(period.month, CHARGE, line.project_name or NO_PROJECT, line.service, line.pool_name)
        found[key][str(names[line.adjustment.cause])] += line.amount
    return found


def reasons(period: BillingPeriod, older: Statement, newer: Statement) -> Iterable[str]:
    approved = Reopening.objects.filter(
        closing__period=period,
        closing__version__gte=older.version,
        closing__version__lt=newer.version,
        is_approved=True,
    )
    return approved.order_by("asked_at").values_list("reason", flat=True)
