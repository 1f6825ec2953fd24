"""Why a team carries what it carries in a month: words and tables, from the shares and assignments of the engine."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby, islice, pairwise
from operator import itemgetter

from allocation.engine.allocation import Assignment, PoolShare
from allocation.engine.paths import Leaf, Path, SharesOfDay, paths, ratios, shares_on
from allocation.engine.weights import COST

from .months import Month
from .near import near_lines
from .numbers import fraction_text
from .summary import Line, money, most_places, table

Flows = dict[Assignment, dict[str, int]]  # what each assignment moved, by service

MOST_WAYS = 20  # a dense network has more ways than anyone reads
PLACES = 10
NOTHING = Fraction(0)


def explanation(month: Month, team: str) -> list[str]:
    """The lines that explain what the team carries. Amounts and fractions are exact; decimals of a fraction are cut."""
    carried: dict[str | None, int] = defaultdict(int)
    for charge in month.evidence.allocation.charges.rows():
        if charge.team == team:
            carried[charge.pool] += charge.amount
    direct, total = carried.pop(None, 0), sum(carried.values())
    flows = flows_of(month)
    lines = [
        f"Why {team} carries {money(direct + total, month)} of {month.title}: "
        f"{money(direct, month)} directly and {money(total, month)} through pools."
    ]
    own = {one: services for one, services in flows.items() if one.team == team and one.pool is None}
    if own:
        lines += ["", "Directly, each by its tag or rule:", *flow_table(month, own)]
    for pool, amount in sorted((pool or "", amount) for pool, amount in carried.items()):
        fed = {one: services for one, services in flows.items() if one.pool == pool}
        lines += ["", f"Through pool {pool}: {money(amount, month)}.", "  What went into it:"]
        lines += [*flow_table(month, fed), *ways_lines(month, team, pool)]
    return [*lines, *near_lines(month, team, {pool for pool in carried if pool})]


def flows_of(month: Month) -> Flows:
    """What the cost of the month was assigned to, by whom and for which service."""
    flows: Flows = defaultdict(lambda: defaultdict(int))
    costs = month.evidence.costs
    for series, day, amount in zip(costs.series.tolist(), costs.day.tolist(), costs.amount.tolist(), strict=True):
        flows[month.assigned(series, day)][month.evidence.series[series].service] += amount
    return flows


def flow_table(month: Month, flows: Flows) -> list[str]:
    """A table of rule, project, service and amount."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for one, services in flows.items():
        for service, amount in services.items():
            sums[one.rule, one.project or "", service] += amount
    places = most_places(sums.values(), month)
    lines: list[Line] = [(money(amount, month, places), *key) for key, amount in sorted(sums.items())]
    return ["  " + line for line in table([("amount", "rule", "project", "service"), *lines], right={0})]


def ways_lines(month: Month, team: str, pool: str) -> Iterator[str]:
    """Which part of the pool the team carries on which days, and by which ways."""
    cuts = {day for share in month.evidence.allocation.shares for day in (share.first_day, share.until_day)}
    told = ((lines_of_day(month, team, pool, first), until) for first, until in pairwise(sorted(cuts)))
    start = 1
    for (whole, *ways), run in groupby(told, key=itemgetter(0)):
        end = [until for _, until in run][-1]
        if ways:
            yield f"  From day {start} to {end}, {team} carries {whole} of it:"
            yield from ways
        start = end + 1


def lines_of_day(month: Month, team: str, pool: str, day: int) -> list[str]:
    """The part of the pool that the team carries on a day, then one line for each way."""
    today = shares_on(month.evidence.allocation.shares, day)
    parts = {one: part for one, part in ratios(today, pool).items() if month.evidence.payer(one, day).team == team}
    return [ratio_text(sum(parts.values(), NOTHING)), *ways_of(today, pool, parts, month)]


def ways_of(shares: SharesOfDay, pool: str, parts: Mapping[Leaf, Fraction], month: Month) -> Iterator[str]:
    """One line for each way to the team; what is left went further ways, or in circles between pools."""
    ways = list(islice((way for way in paths(shares, pool) if way.leaf in parts), MOST_WAYS))
    for way in ways:
        yield f"    {ratio_text(way.ratio)}: {way_text(way, month)}"
    rest = sum(parts.values(), NOTHING) - sum((way.ratio for way in ways), NOTHING)
    if rest:
        yield f"    {ratio_text(rest)}: further ways, and circles between pools"


def way_text(way: Path, month: Month) -> str:
    return way.steps[0].pool + "".join(f" -> {step_text(share, month)}" for share in way.steps)


def step_text(share: PoolShare, month: Month) -> str:
    """Who receives the share, by which weight of how much, and what is odd about it."""
    base = share.weight / share.ratio
    of_cost = share.unit == COST and share.method == "proportional"
    scale = 10**month.places if of_cost else 1
    unit = f" {month.currency or share.unit if of_cost else share.unit}".rstrip()
    weights = f"{fraction_text(share.weight / scale, PLACES)} of {fraction_text(base / scale, PLACES)}{unit}"
    return f"{share.receiver} ({share.method}: {weights}{f'; {share.note}' if share.note else ''})"


def ratio_text(ratio: Fraction) -> str:
    """The fraction, and what it is in decimals."""
    if ratio.denominator == 1:
        return str(ratio)
    decimal = fraction_text(ratio, PLACES)
    return f"{ratio} ({decimal})" if len(str(ratio)) <= 30 else f"about {decimal}"
