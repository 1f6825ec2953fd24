"""The way back: from a series of the bill, on some days or in the month, to everyone who carries part of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from allocation.engine.allocation import Payer, Reason
from allocation.engine.money import from_units, to_units
from allocation.engine.paths import ratios, shares_on
from chargeback.clock import next_month
from chargeback.costs.models import CostRecord, CostSeries

from .discretion import Discretion
from .explanation_figures import Carriage, Carrier
from .line_rows import ONE_DAY
from .models import Assignment, BillingPeriod, Run
from .pool_parts import Network
from .pool_shares import reached_pools, shares_of_pools, stored_shares
from .run_rulebooks import rulebook_of
from .selections import Selection
from .series_stories import series_story
from .stamps import Names, current_run, names_of, stamp_of

Parts = dict[tuple[str | None, Payer], Fraction]


@dataclass(frozen=True, slots=True)
class Piece:
    """What the series cost in some days in which nothing changes, in 10^-10, and where it was assigned."""

    day: int
    to: Assignment
    amount: int


def carriage(period: BillingPeriod, selection: Selection) -> Carriage | None:
    """Everyone who carries part of the selection's series in its days; None when it costs nothing there.

    For people who see all teams. Raises NoRunError when the period has no run.
    """
    run = current_run(period)
    assigned = Assignment.objects.filter(run=run, series__fingerprint=selection.series)
    row = CostSeries.objects.filter(pk__in=assigned.values("series")).select_related("source").first()
    if row is None:
        return None
    names, discretion, rulebook = names_of(run), Discretion(run, None), rulebook_of(run)
    mine = list(assigned.filter(series=row).select_related("team", "project", "pool").order_by("start"))
    network = network_of(run, mine, names)
    first, last = days_of(run, selection)
    pieces = list(pieces_of(run, mine, row, first, last, network))
    amount = sum(piece.amount for piece in pieces)
    if not pieces:
        return None
    return Carriage(
        stamp=stamp_of(period, run),
        fingerprint=row.fingerprint,
        first=first,
        last=last,
        amount=from_units(amount),
        carriers=tuple(carriers(network, pieces, names)),
        story=series_story(run, rulebook, row, Q(), selection, names, discretion),
    )


def days_of(run: Run, selection: Selection) -> tuple[dt.date, dt.date]:
    month = run.period.month
    first, last = selection.first or month, selection.last or next_month(month) - ONE_DAY
    return max(first, month), min(last, next_month(month) - ONE_DAY)


def network_of(run: Run, mine: list[Assignment], names: Names) -> Network:
    """The shares of all pools that the assignments reach."""
    pools = {one.pool.slug for one in mine if one.pool}
    shares = stored_shares(run, Q(pool__slug__in=reached_pools(shares_of_pools(run), pools))) if pools else ()
    return Network(run, rulebook_of(run), shares, names, Discretion(run, None))


def pieces_of(
    run: Run, mine: list[Assignment], row: CostSeries, first: dt.date, last: dt.date, network: Network
) -> Iterator[Piece]:
    """An assignment as a whole where it lies in the days and no share changes in it; else its records day by day."""
    month = run.period.month
    for one in mine:
        start, end = (one.start - month).days, (one.until - ONE_DAY - month).days
        is_inside = first <= one.start and one.until <= last + ONE_DAY
        if is_inside and (one.pool is None or network.span_of(start) == network.span_of(end)):
            if one.amount:
                yield Piece(start, one, to_units(one.amount))
            continue
        days = {"day__gte": max(first, one.start), "day__lt": min(last + ONE_DAY, one.until)}
        for day, cost in CostRecord.objects.filter(series=row, **days).values_list("day", f"{run.basis}_cost"):
            if cost:
                yield Piece((day - month).days, one, to_units(cost))


def carriers(network: Network, pieces: list[Piece], names: Names) -> Iterator[Carrier]:
    """One row for each payer and pool, the largest first. Ratios add up to exactly 1, amounts to exactly the pieces."""
    total = sum(piece.amount for piece in pieces)
    sums: Parts = defaultdict(Fraction)
    for piece in pieces:
        for key, part in parts_of(network, piece).items():
            sums[key] += part * piece.amount
    keys = sorted(sums, key=lambda key: (-abs(sums[key]), key[1].team or "~", key[1].project or "", key[0] or ""))
    exact = in_units([sums[key] for key in keys], total)
    for key, units in zip(keys, exact, strict=True):
        pool, payer = key
        yield Carrier(
            team=payer.team or "",
            team_name=names.party(payer.team).name if payer.team else "",
            project_name=names.project(payer.project) if payer.project else "",
            pool=pool or "",
            pool_name=names.pool(pool) if pool else "",
            reason=payer.reason,
            ratio=sums[key] / total if total else None,
            amount=from_units(units),
        )


def in_units(exact: list[Fraction], total: int) -> list[int]:
    """Each amount in whole units, together exactly the total: rounded down, the largest remainders up."""
    whole = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    extra = set(order[: total - sum(whole)])
    return [units + (place in extra) for place, units in enumerate(whole)]


def parts_of(network: Network, piece: Piece) -> Parts:
    """Who carries the piece, and which part of it; the parts add up to exactly 1."""
    one = piece.to
    if one.pool is None:
        team, project = one.team.slug if one.team else None, one.project.slug if one.project else None
        return {(None, Payer(team, project, Reason(one.reason))): Fraction(1)}
    parts: Parts = defaultdict(Fraction)
    for leaf, part in ratios(shares_on(network.shares, piece.day), one.pool.slug).items():
        parts[one.pool.slug, network.payer(leaf, piece.day)] += part
    return parts
