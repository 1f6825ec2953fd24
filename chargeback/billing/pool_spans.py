"""Every share of a pool in a stored run, by the days on which it was shared one way."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .models import PoolShare, Run
from .stamps import Names

NOBODY = "Unallocated"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What one receiver took from a pool on some days. `percent` is of the span, exact as a fraction beside it."""

    start: dt.date
    until: dt.date
    receiver: str
    weight: Fraction
    unit: str
    ratio: Fraction
    amount: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class SpanOfShares:
    """The days on which a pool was shared one way. The ratios of the shares add up to exactly 1."""

    start: dt.date
    until: dt.date
    method: str
    shares: tuple[ShareRow, ...]

    @property
    def whole(self) -> Fraction:
        return sum((share.ratio for share in self.shares), Fraction(0))


def spans_of(run: Run, slug: str, names: Names) -> tuple[SpanOfShares, ...]:
    columns = ("start", "until", "method", "team__slug", "project__slug", "receiver_pool__slug")
    more = ("weight", "unit", "ratio_numerator", "ratio_denominator", "amount", "note")
    found: dict[tuple[dt.date, dt.date, str], list[ShareRow]] = {}
    for start, until, method, team, project, pool, *rest in (
        PoolShare.objects.filter(run=run, pool__slug=slug).order_by("start", "pk").values_list(*columns, *more)
    ):
        weight, unit, numerator, denominator, amount, note = rest
        who = receiver_in_words(team, project, pool, names)
        ratio = Fraction(int(numerator), int(denominator))
        row = ShareRow(start, until, who, Fraction(weight), unit, ratio, amount, note)
        found.setdefault((start, until, method), []).append(row)
    return tuple(SpanOfShares(*key, tuple(rows)) for key, rows in found.items())


def receiver_in_words(team: str | None, project: str | None, pool: str | None, names: Names) -> str:
    if pool:
        return f"pool {names.pool(pool)}"
    if project:
        payer = names.party(team).name if team else NOBODY
        return f"{payer}, project {names.project(project)}"
    return names.party(team).name if team else NOBODY
