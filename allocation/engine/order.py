"""The order in which pools are settled, and which of them must be settled together."""

from collections.abc import Mapping

from .rulebook import Basis, Kind, Pool, Rulebook, SettlementMethod

Group = tuple[str, ...]


def closing_order(rulebook: Rulebook) -> list[str]:
    """Pools in the order of the settlement; those it does not name follow, `basis: total` last, each by slug."""
    named = {slug: place for place, slug in enumerate(rulebook.settlement.order)}
    pools = sorted(rulebook.pools, key=lambda pool: (named.get(pool.slug, len(named)), uses_total(pool), pool.slug))
    return [pool.slug for pool in pools]


def uses_total(pool: Pool) -> bool:
    return any(split.basis is Basis.TOTAL for split in pool.splits)


def groups(rulebook: Rulebook) -> list[Group]:
    """Pools in the order they are settled. Pools that charge each other in circles stand in one group (reciprocal);
    each group comes after those that charge it."""
    order = closing_order(rulebook)
    if rulebook.settlement.method is not SettlementMethod.RECIPROCAL:
        return [(slug,) for slug in order]
    reach = reachable(rulebook)
    waiting = {tuple(other for other in order if other == slug or mutual(reach, slug, other)) for slug in order}
    before = {group: {other for other in waiting - {group} if charges(reach, other, group)} for group in waiting}
    result: list[Group] = []
    while waiting:
        free = [group for group in waiting if before[group].isdisjoint(waiting)]
        first = min(free, key=lambda group: order.index(group[0]))
        waiting.remove(first)
        result.append(first)
    return result


def reachable(rulebook: Rulebook) -> dict[str, set[str]]:
    """For each pool the pools that it charges, directly or through others, by any of its splits."""
    reach = {
        pool.slug: {
            share.target.slug for split in pool.splits for share in split.shares if share.target.kind is Kind.POOL
        }
        for pool in rulebook.pools
    }
    for middle in reach:
        for start in reach:
            if middle in reach[start]:
                reach[start] |= reach[middle]
    return reach


def mutual(reach: Mapping[str, set[str]], one: str, other: str) -> bool:
    return other in reach[one] and one in reach[other]


def charges(reach: Mapping[str, set[str]], one: Group, other: Group) -> bool:
    return other[0] in reach[one[0]]
