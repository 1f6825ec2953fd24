"""A period -> all that its closing page tells: checklist, what changed since the last draft, steps, versions."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from chargeback.billing.figures import Stamp
from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.rows import read_team_sums
from chargeback.billing.stamps import current_run, names_of, stamp_of

from .checks import Check, checklist, closeable, name_of, next_version
from .drafting import UNALLOCATED
from .issuing import payers_of
from .models import Adjustment, Closing, Reopening, Review, StateChange, Statement

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the history of the period."""

    at: dt.datetime
    what: str
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TeamMove:
    """What a team's charges were in an earlier run or version, and what they are now, in cents."""

    name: str
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Version:
    """One close of the period. `checks` are those that were red and overridden."""

    number: int
    at: dt.datetime
    by: str
    note: str
    run_id: int
    statements: int
    total: Decimal
    overridden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A reopening that waits for a second person."""

    pk: int
    by: str
    by_id: int
    at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """One statement of the newest version."""

    number: str
    slug: str
    name: str
    owner: str
    charges: Decimal
    adjusted: Decimal
    total: Decimal
    checksum: str


@dataclass(frozen=True, slots=True)
class CloseFigures:
    """`checks` and `moves` are of the present run; `issued` is empty until the period is closed."""

    stamp: Stamp
    bill: Decimal
    next_version: int
    will_issue: int
    checks: tuple[Check, ...]
    reviews: tuple[Step, ...]
    compared_with: str
    moves: tuple[TeamMove, ...]
    steps: tuple[Step, ...]
    versions: tuple[Version, ...]
    issued: tuple[IssuedRow, ...]
    asked: Asked | None
    accepted: Decimal
    """What accepted adjustments of earlier months add to the period's statements."""

    @property
    def is_ready(self) -> bool:
        return all(check.lets_close for check in self.checks)

    @property
    def issue_words(self) -> str:
        return f"{self.will_issue} statement{'' if self.will_issue == 1 else 's'}"

    @property
    def is_closed(self) -> bool:
        return self.stamp.state == BillingPeriod.State.CLOSED


def close_figures(period: BillingPeriod, now: dt.datetime, today: dt.date) -> CloseFigures:
    """Raises NoRunError when the period has no run yet."""
    run = current_run(period)
    is_closed = period.state == BillingPeriod.State.CLOSED
    before, compared_with = run_to_compare(period, run)
    posted = Adjustment.objects.filter(posted_in=period, state=Adjustment.State.ACCEPTED)
    return CloseFigures(
        stamp=stamp_of(period, run),
        bill=sum((line.cents for line in read_team_sums(run)), ZERO),
        next_version=next_version(period),
        will_issue=0 if is_closed else len(payers_of(period)),
        checks=() if is_closed else checklist(closeable(period, now, today)),
        reviews=tuple(reviews(period, run)),
        compared_with=compared_with,
        moves=tuple(moves(before, run)) if before else (),
        steps=tuple(steps(period)),
        versions=tuple(versions(period)),
        issued=tuple(issued(period)) if is_closed else (),
        asked=asked(period),
        accepted=posted.aggregate(total=Sum("amount"))["total"] or ZERO,
    )


def run_to_compare(period: BillingPeriod, run: Run) -> tuple[Run | None, str]:
    """The version before this one, else the draft before: of a closed period nothing but its earlier version."""
    closings = Closing.objects.filter(period=period).select_related("run").order_by("-version")
    is_closed = period.state == BillingPeriod.State.CLOSED
    older = closings[1:2] if is_closed else closings[:1]
    for closing in older:
        return closing.run, f"version {closing.version}"
    earlier = Run.objects.filter(period=period, created_at__lte=run.created_at).exclude(pk=run.pk)
    draft = None if is_closed else earlier.order_by("-created_at", "-pk").first()
    return draft, f"the last draft, run {draft.pk}" if draft else ""


def moves(before: Run, now: Run) -> list[TeamMove]:
    """The teams, and unallocated, whose charges differ between two runs; the largest change first."""
    then, today = sums(before), sums(now)
    names = names_of(before).parties | names_of(now).parties
    found = [
        TeamMove(
            names[slug].name if slug in names else slug or UNALLOCATED, then.get(slug, ZERO), today.get(slug, ZERO)
        )
        for slug in sorted({*then, *today})
    ]
    return sorted((one for one in found if one.change), key=lambda one: (-abs(one.change), one.name))


def sums(run: Run) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in read_team_sums(run):
        found[line.team] = found.get(line.team, ZERO) + line.cents
    return found


def reviews(period: BillingPeriod, run: Run) -> list[Step]:
    rows = Review.objects.filter(period=period, run=run).select_related("by")
    return [Step(row.at, "reviewed", name_of(row.by), row.note) for row in rows]


def steps(period: BillingPeriod) -> list[Step]:
    """Everything that was done with the period, oldest first."""
    found = [
        Step(row.at, f"{row.get_before_display()} → {row.get_after_display()}", name_of(row.by), row.reason)
        for row in StateChange.objects.filter(period=period).select_related("by")
    ]
    found += [
        Step(row.at, f"run {row.run_id} reviewed", name_of(row.by), row.note)
        for row in Review.objects.filter(period=period).select_related("by")
    ]
    found += [step for row in reopenings(period) for step in reopening_steps(row)]
    return sorted(found, key=lambda step: step.at)


def reopenings(period: BillingPeriod) -> Any:
    return Reopening.objects.filter(closing__period=period).select_related("asked_by", "decided_by", "closing")


def reopening_steps(row: Reopening) -> list[Step]:
    found = [Step(row.asked_at, "reopening asked for", name_of(row.asked_by), row.reason)]
    if row.decided_at:
        what = "reopening approved" if row.is_approved else "reopening declined"
        found.append(Step(row.decided_at, what, name_of(row.decided_by)))
    return found


def versions(period: BillingPeriod) -> list[Version]:
    rows = Closing.objects.filter(period=period).select_related("by")
    return [
        Version(
            number=row.version,
            at=row.at,
            by=name_of(row.by),
            note=row.note,
            run_id=row.run_id,
            statements=row.issued,
            total=row.total or ZERO,
            overridden=tuple(f"{one['label']}: {one['overridden']}" for one in row.checks if one["overridden"]),
        )
        for row in rows.annotate(issued=Count("statements"), total=Sum("statements__total")).order_by("-version")
    ]


def issued(period: BillingPeriod) -> list[IssuedRow]:
    newest = Closing.objects.filter(period=period).order_by("version").last()
    rows = Statement.objects.filter(closing=newest).select_related("team").defer("body") if newest else []
    return [
        IssuedRow(
            row.full_number,
            row.team.slug if row.team else "",
            row.team_name,
            row.owner,
            row.direct + row.shared,
            row.adjusted,
            row.total,
            row.checksum,
        )
        for row in rows
    ]


def asked(period: BillingPeriod) -> Asked | None:
    row = reopenings(period).filter(is_approved=None).first()
    return Asked(row.pk, name_of(row.asked_by), row.asked_by_id, row.asked_at, row.reason) if row else None
