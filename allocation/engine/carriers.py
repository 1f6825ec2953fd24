"""Who carries a pool in the end: the paths through other pools collapsed to one exact share vector."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .allocation import Payer
from .divisions import Division
from .equations import Matrix
from .money import whole_weights
from .order import Group
from .rulebook import Target

Carrier = tuple[Target | None, Payer]


@dataclass(frozen=True, slots=True)
class Carriers:
    """The teams, projects and nobodies that carry a pool, ordered by kind and slug, with whole weights above zero."""

    receivers: tuple[Carrier, ...]
    weights: tuple[int, ...]


def carried(
    group: Group, turns: Matrix, divisions: Mapping[str, Division], later: Mapping[str, Carriers]
) -> dict[str, Carriers]:
    """The carriers of the pools of a group. `later` holds those of the pools that the group charges."""
    leaving = [outside(group, divisions[slug], later) for slug in group]
    if len(group) == 1:
        return {group[0]: collapsed(leaving[0])}
    bases = [divisions[slug].base for slug in group]
    return {slug: collapsed(mixed(leaving, bases, turns[place])) for place, slug in enumerate(group)}


def outside(group: Group, division: Division, later: Mapping[str, Carriers]) -> dict[Carrier, Fraction]:
    """What leaves the group from one of its pools, in its own weights."""
    parts: dict[Carrier, Fraction] = {}
    for edge in division.edges:
        if edge.payer:
            add(parts, (edge.receiver, edge.payer), edge.weight)
        elif edge.weight and edge.receiver and edge.receiver.slug not in group:
            carriers = later[edge.receiver.slug]
            passed = edge.weight / sum(carriers.weights)
            for carrier, weight in zip(carriers.receivers, carriers.weights, strict=True):
                add(parts, carrier, passed * weight)
    return parts


def mixed(
    leaving: list[dict[Carrier, Fraction]], bases: list[Fraction], visits: list[Fraction]
) -> dict[Carrier, Fraction]:
    """The parts of several pools together, each as often as the cost passes through it."""
    parts: dict[Carrier, Fraction] = {}
    for pool, base, times in zip(leaving, bases, visits, strict=True):
        for carrier, weight in pool.items():
            add(parts, carrier, weight * (times / base))
    return parts


def add(parts: dict[Carrier, Fraction], carrier: Carrier, part: Fraction) -> None:
    known = parts.get(carrier)
    parts[carrier] = part if known is None else known + part


def collapsed(parts: Mapping[Carrier, Fraction]) -> Carriers:
    """The parts as whole weights in a fixed order, whatever order they came in."""
    carriers = sorted((carrier for carrier, part in parts.items() if part), key=carrier_order)
    return Carriers(tuple(carriers), tuple(whole_weights([parts[carrier] for carrier in carriers])))


def carrier_order(carrier: Carrier) -> tuple[str, str, str]:
    """By kind and slug; nobody last, by reason."""
    target, payer = carrier
    return (target.kind, target.slug, "") if target else ("~", "", payer.reason)
