"""What a payer carries of each pool: the ways from the pool to the payer; weight, ratio and amount at each edge."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from django.db.models import Q, Sum

from allocation.engine.allocation import Payer, Reason
from allocation.engine.allocation import PoolShare as Share
from allocation.engine.money import from_cents, from_units, nearest, split, to_cents, to_units
from allocation.engine.paths import Leaf, Path, paths, ratios, shares_on
from allocation.engine.payers import Payers
from allocation.engine.rulebook import Kind, Method, Rulebook
from allocation.engine.spans import days_in
from allocation.engine.weights import COST

from .discretion import Discretion
from .explanation_figures import PoolPart, Receiver, Step, Way
from .models import Charge, Run, StatementLine
from .selections import Selection, of_charges, of_days
from .shared_costs import exact_pool_totals, fell_back, in_words
from .stamps import Names

MOST_WAYS = 20  # a dense network has more ways than anyone reads
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Carried:
    """A payer's charges of a pool on a day."""

    pool: str
    day: int
    payer: Payer
    amount: int


class Network:
    """The shares of a run's month with the rulebook that they were made by, asked by pool and day (0 is the 1st)."""

    def __init__(
        self, run: Run, rulebook: Rulebook, shares: Sequence[Share], names: Names, discretion: Discretion
    ) -> None:
        self.month, self.rulebook, self.shares, self.names = run.period.month, rulebook, shares, names
        self.payers, self.discretion = Payers(rulebook), discretion
        self.cuts = sorted({0, *(day for share in shares for day in (share.first_day, share.until_day))})

    def date(self, day: int) -> dt.date:
        return self.month + dt.timedelta(days=day)

    def span_of(self, day: int) -> int:
        """The first day of the days around it in which no share changes."""
        return self.cuts[bisect_right(self.cuts, day) - 1]

    def end_of(self, span: int) -> int:
        """The last day of the span that begins on this day."""
        following = self.cuts[bisect_right(self.cuts, span) :]
        return (following[0] if following else days_in(self.month)) - 1

    def payer(self, leaf: Leaf, day: int) -> Payer:
        return Payer(None, None, leaf) if isinstance(leaf, Reason) else self.payers.of(leaf, self.date(day))

    def ratio(self, pool: str, day: int, payers: Collection[Payer]) -> Fraction:
        """The part of the pool that these payers carry on a day, circles included."""
        parts = ratios(shares_on(self.shares, day), pool).items()
        return sum((part for leaf, part in parts if self.payer(leaf, day) in payers), NOTHING)

    def ways(self, pool: str, day: int, payers: Collection[Payer]) -> list[Path]:
        """The ways from the pool to these payers that pass no pool twice; the largest first, at most MOST_WAYS."""
        found = (way for way in paths(shares_on(self.shares, day), pool) if self.payer(way.leaf, day) in payers)
        return sorted(islice(found, 10 * MOST_WAYS), key=lambda way: -way.ratio)[:MOST_WAYS]

    def step(self, share: Share, amount: Decimal) -> Step:
        """The share as one edge, with the weights and the note that the asker may know."""
        own, base = weights(share, self.discretion.sees_all)
        return Step(
            pool=share.pool,
            pool_name=self.names.pool(share.pool),
            kind=str(share.receiver.kind) if share.receiver else "",
            receiver=share.receiver.slug if share.receiver else "",
            receiver_name=self.name_of(share),
            method=share.method,
            words=in_words(share, self.basis(share)),
            weight=own,
            base=base,
            unit=share.unit,
            ratio=share.ratio,
            note=share.note if self.discretion.allows(share.note) else "",
            amount=amount,
        )

    def basis(self, share: Share) -> str:
        """What a proportional split goes by."""
        pool = next((one for one in self.rulebook.pools if one.slug == share.pool), None)
        valid = pool.split_on(self.date(share.first_day)) if pool else None
        return str(valid.basis) if valid else ""

    def name_of(self, share: Share) -> str:
        match share.receiver:
            case None:
                return "Unallocated"
            case to if to.kind is Kind.TEAM:
                return self.names.party(to.slug).name
            case to if to.kind is Kind.PROJECT:
                return self.names.project(to.slug)
            case to:
                return self.names.pool(to.slug)


def weights(share: Share, sees_all: bool) -> tuple[Fraction | None, Fraction | None]:
    """The share's weight and the sum of weights. A team may know its own cost, and weights that were agreed or read;
    the sum of other costs, or how many receivers there are, only those who see all teams."""
    of_cost = share.unit == COST
    scale = 10**10 if of_cost else 1
    is_told = sees_all or (share.method in (Method.FIXED, Method.DRIVER) and not fell_back(share))
    own = share.weight / scale if is_told or of_cost else None
    return own, share.weight / share.ratio / scale if is_told and share.ratio else None


def carried(run: Run, whose: Q, selection: Selection) -> list[Carried]:
    """The charges through pools that the selection means, by pool, payer and day."""
    wanted = of_charges(selection) & of_days(selection, "day") & Q(pool__isnull=False)
    columns = ("pool__slug", "day", "team__slug", "project__slug", "reason")
    rows = Charge.objects.filter(whose, wanted, run=run).values_list(*columns).annotate(Sum("amount")).order_by()
    month = run.period.month
    return [
        Carried(pool, (day - month).days, Payer(team, project, Reason(reason)), to_units(amount))
        for pool, day, team, project, reason, amount in rows
    ]


def pool_parts(
    network: Network, charges: Collection[Carried], totals: dict[str, Decimal], selection: Selection
) -> tuple[PoolPart, ...]:
    """One part for each pool that is carried, the largest first. `totals` is what each pool cost in all."""
    by_pool: dict[str, dict[int, list[Carried]]] = defaultdict(lambda: defaultdict(list))
    for one in charges:
        by_pool[one.pool][network.span_of(one.day)].append(one)
    found = [pool_part(network, pool, spans, totals[pool], selection) for pool, spans in by_pool.items()]
    return tuple(sorted(found, key=lambda part: (-abs(part.amount), part.name, part.pool)))


def pool_part(
    network: Network, pool: str, spans: dict[int, list[Carried]], total: Decimal, selection: Selection
) -> PoolPart:
    ways: list[Way] = []
    parts: list[tuple[dt.date, dt.date, Fraction]] = []
    circles = 0
    for first, mine in sorted(spans.items()):
        payers, amount = {one.payer for one in mine}, sum(one.amount for one in mine)
        days = within(selection, network.date(first), network.date(network.end_of(first)))
        ratio = network.ratio(pool, first, payers)
        parts.append((*days, ratio))
        told, rest = ways_of_span(network, network.ways(pool, first, payers), ratio, amount, days)
        ways += told
        circles += rest
    amount_of_all = sum(one.amount for mine in spans.values() for one in mine)
    return PoolPart(
        pool=pool,
        name=network.names.pool(pool),
        note=network.names.pool_notes.get(pool, ""),
        total=total,
        amount=from_units(amount_of_all),
        cents=from_cents(to_cents(amount_of_all)),
        ratios=joined(parts),
        ways=tuple(ways),
        circles=from_units(circles),
    )


def within(selection: Selection, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The days as far as they are selected."""
    return max(first, selection.first or first), min(last, selection.last or last)


def joined(parts: Sequence[tuple[dt.date, dt.date, Fraction]]) -> tuple[tuple[dt.date, dt.date, Fraction], ...]:
    """Days one after the other with the same ratio are told once."""
    found: list[tuple[dt.date, dt.date, Fraction]] = []
    for first, last, ratio in parts:
        if found and found[-1][2] == ratio:
            found[-1] = (found[-1][0], last, ratio)
        else:
            found.append((first, last, ratio))
    return tuple(found)


def ways_of_span(
    network: Network, found: Sequence[Path], ratio: Fraction, amount: int, days: tuple[dt.date, dt.date]
) -> tuple[list[Way], int]:
    """The ways with what took each of them, and what is left for circles; together exactly the amount."""
    weights = [way.ratio for way in found]
    rest = ratio - sum(weights, NOTHING)
    *amounts, circles = split(amount, [*weights, max(rest, NOTHING)])
    ways = [
        Way(*days, tuple(steps_of(network, way, part)), way.ratio, from_units(part))
        for way, part in zip(found, amounts, strict=True)
    ]
    return ways, circles


def steps_of(network: Network, way: Path, arrived: int) -> Iterator[Step]:
    """The edges of a way. What passed an edge is what arrived, divided by the ratios of the edges after it."""
    later = Fraction(1)
    amounts: list[int] = []
    for share in reversed(way.steps):
        amounts.append(nearest(arrived / later))
        later *= share.ratio
    for share, amount in zip(way.steps, reversed(amounts), strict=True):
        yield network.step(share, from_units(amount))


def receivers(network: Network, pools: Collection[str]) -> tuple[Receiver, ...]:
    """Everyone who takes from these pools, with what each took in the month."""
    return tuple(
        Receiver(network.step(share, from_units(share.amount)), *days_of(network, share))
        for share in network.shares
        if share.pool in pools
    )


def days_of(network: Network, share: Share) -> tuple[dt.date, dt.date]:
    return network.date(share.first_day), network.date(share.until_day - 1)


def pool_totals(run: Run, selection: Selection, pools: Collection[str]) -> dict[str, Decimal]:
    """What each of the pools cost in all, whoever carries it, in the days and for the service of the selection."""
    if not (selection.has_days or selection.service):
        return exact_pool_totals(run)
    everyone = Selection(service=selection.service)
    model = Charge if selection.has_days else StatementLine
    rows = model.objects.filter(of_charges(everyone), run=run, pool__slug__in=pools)
    if selection.has_days:
        rows = rows.filter(of_days(selection, "day"))
    return dict(rows.values_list("pool__slug").annotate(Sum("amount")).order_by())
