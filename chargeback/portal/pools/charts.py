"""Pools -> the drawing of what flows from pools to pools and teams."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chargeback.billing.pool_figures import Pools
from chargeback.billing.pool_flows import Flow

from .. import display

MOST_POOLS, MOST_TEAMS = 10, 12
OTHER_POOLS, OTHER_TEAMS, NOBODY = "Other pools", "Other teams", "Unallocated"
Link = tuple[str, str, Decimal]


@dataclass(frozen=True, slots=True)
class FlowChart:
    """Links between named nodes. Pools stand left of teams; what is negative cannot be drawn and is told instead."""

    nodes: tuple[tuple[str, str], ...]
    """Each node's name and its role, pool or team or unallocated."""
    links: tuple[Link, ...]
    summary: str
    left_out: Decimal

    kind = "flow"

    @property
    def option(self) -> dict[str, object]:
        return {
            "nodes": [{"name": name, "role": role} for name, role in self.nodes],
            "links": [
                {"source": source, "target": target, "value": str(amount)} for source, target, amount in self.links
            ],
        }


def flow_chart(pools: Pools) -> FlowChart | None:
    """The flows of a month; None when nothing flows. Where pools charge each other in circles, which cannot be drawn,
    it shows who bears each pool in the end."""
    in_circles = has_circle(pools.flows)
    flows = pools.carried if in_circles else pools.flows
    links = grouped(flows, pools)
    drawn = tuple(link for link in links if link[2] > 0)
    if not drawn:
        return None
    names = dict.fromkeys(name for source, target, _ in drawn for name in (source, target))
    return FlowChart(
        nodes=tuple((name, role_of(name)) for name in names),
        links=drawn,
        summary=in_words(pools, in_circles),
        left_out=sum((amount for _, _, amount in links if amount < 0), Decimal(0)),
    )


def grouped(flows: Sequence[Flow], pools: Pools) -> list[Link]:
    """The flows by the labels of their ends; small pools and teams are put together."""
    shown_pools = {row.slug for row in pools.rows[:MOST_POOLS]} if len(pools.rows) > MOST_POOLS + 1 else None
    shown_teams = largest_teams(flows)
    found: dict[tuple[str, str], Decimal] = {}
    for flow in flows:
        ends = pool_label(flow.source, shown_pools, pools), end_label(flow, shown_pools, shown_teams, pools)
        found[ends] = found.get(ends, Decimal(0)) + flow.amount
    return [(source, target, amount) for (source, target), amount in found.items() if source != target]


def pool_label(slug: str, shown: set[str] | None, pools: Pools) -> str:
    """Pools are told apart from teams of the same name."""
    if shown is not None and slug not in shown:
        return OTHER_POOLS
    return f"{pools.names.get(f'pool:{slug}', slug)} (pool)"


def end_label(flow: Flow, shown_pools: set[str] | None, shown_teams: set[str] | None, pools: Pools) -> str:
    if flow.kind == "pool":
        return pool_label(flow.target, shown_pools, pools)
    if not flow.target:
        return NOBODY
    if shown_teams is not None and flow.target not in shown_teams:
        return OTHER_TEAMS
    return pools.names.get(f"team:{flow.target}", flow.target)


def largest_teams(flows: Iterable[Flow]) -> set[str] | None:
    """The teams that carry most; None when all of them can be shown."""
    sums: dict[str, Decimal] = {}
    for flow in flows:
        if flow.kind == "team" and flow.target:
            sums[flow.target] = sums.get(flow.target, Decimal(0)) + flow.amount
    if len(sums) <= MOST_TEAMS + 1:
        return None
    return set(sorted(sums, key=lambda slug: (-sums[slug], slug))[:MOST_TEAMS])


def role_of(name: str) -> str:
    if name == NOBODY:
        return "unallocated"
    return "pool" if name == OTHER_POOLS or name.endswith(" (pool)") else "team"


def has_circle(flows: Iterable[Flow]) -> bool:
    """True when some pool charges itself, directly or through others."""
    to: dict[str, set[str]] = {}
    for flow in flows:
        if flow.kind == "pool":
            to.setdefault(flow.source, set()).add(flow.target)
    while to:
        ends = [pool for pool, targets in to.items() if not targets & to.keys()]
        if not ends:
            return True
        for pool in ends:
            del to[pool]
    return False


def in_words(pools: Pools, in_circles: bool) -> str:
    own = sum((row.own for row in pools.rows), Decimal(0))
    count = f"{len(pools.rows)} pool{'' if len(pools.rows) == 1 else 's'}"
    largest = f"; the largest is {pools.rows[0].name} with {display.money(pools.rows[0].own)}" if pools.rows else ""
    circles = (
        " Pools charge each other in circles, so the drawing shows who bears each in the end." if in_circles else ""
    )
    return f"{count} with {display.money(own)} of shared cost{largest}.{circles}"
