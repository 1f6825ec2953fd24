"""What makes pools, drivers, readings and the settlement impossible to compute."""

from collections import Counter
from collections.abc import Iterator

from .names import Names
from .order import groups, reachable, uses_total
from .rulebook import Kind, Method, Pool, Rulebook, SettlementMethod, Share, Split, Target

FALLBACKS = "even, previous, unallocated or team:SLUG"


def pool_problems(pool: Pool, names: Names) -> Iterator[str]:
    place = f"pools.{pool.slug}"
    for split in pool.splits:
        yield from share_problems(place, split, names)
        yield from driver_problems(place, split, names)
        yield from fallback_problems(f"{place}.fallback", split, names)


def share_problems(place: str, split: Split, names: Names) -> Iterator[str]:
    """Targets that are missing, unknown, repeated or weighed impossibly."""
    place = f"{place}.targets"
    if not split.shares and not split.to_all_teams:
        yield f"{place}: nobody receives the pool; name teams, projects or pools, or write all."
    if split.shares and split.to_all_teams:
        yield f"{place}: write either all or a list of targets, not both."
    for share in split.shares:
        yield from names.unknown(place, share.target)
        if share.weight.numerator < 0:  # a fraction takes ten times as long to compare
            yield f"{place}: the weight of {share.target} is negative; write 0 for one that gets nothing."
    for target, times in Counter(share.target for share in split.shares).items():
        if times > 1:
            yield f"{place}: {target} stands twice; write it once, with the weights added."
    if split.method is Method.FIXED and split.shares and not any(share.weight for share in split.shares):
        yield f"{place}: the weights sum to zero; write weights of which one is above zero."


def driver_problems(place: str, split: Split, names: Names) -> Iterator[str]:
    if split.method is Method.DRIVER:
        if split.driver is None:
            yield f"{place}.driver: the method driver needs one; write driver: NAME."
        else:
            yield from names.unknown_driver(f"{place}.driver", split.driver)
    elif split.driver is not None:
        yield f"{place}.driver: the method {split.method} uses none; write method: driver, or leave the driver out."


def fallback_problems(place: str, split: Split, names: Names) -> Iterator[str]:
    kind, colon, slug = split.fallback.partition(":")
    if colon and kind == "team":
        yield from names.unknown_team(place, slug)
    elif split.fallback not in ("even", "previous", "unallocated"):
        yield f"{place}: {split.fallback} is no fallback; write {FALLBACKS}."
    elif split.fallback == "previous" and split.method is not Method.DRIVER:
        yield f"{place}: previous is for the method driver only; write even, unallocated or team:SLUG."


def reading_problems(rulebook: Rulebook, names: Names) -> Iterator[str]:
    for reading in rulebook.readings:
        place = f"drivers.{reading.driver}.{reading.month:%Y-%m}"
        yield from names.unknown_driver(place, reading.driver)
        yield from names.unknown(place, reading.target)
        if reading.value < 0:
            yield f"{place}: the reading of {reading.target} is negative; write what was used, or 0."
    times = Counter((reading.driver, reading.month, reading.target) for reading in rulebook.readings)
    for (driver, month, target), count in times.items():
        if count > 1:
            yield f"drivers.{driver}.{month:%Y-%m}: {target} stands twice; write one reading a month."


def settlement_problems(rulebook: Rulebook, names: Names) -> Iterator[str]:
    order = rulebook.settlement.order
    for slug in order:
        yield from names.unknown("settlement.order", Target(Kind.POOL, slug))
    for slug, times in Counter(order).items():
        if times > 1:
            yield f"settlement.order: {slug} stands twice; name each pool once."
    if not names_are_known(rulebook, names):
        return
    match rulebook.settlement.method:
        case SettlementMethod.DIRECT:
            yield from left_alone(rulebook)
        case SettlementMethod.RECIPROCAL:
            yield from total_in_circles(rulebook)
        case SettlementMethod.STEP_DOWN:
            yield from left_without_open_receiver(rulebook)


def names_are_known(rulebook: Rulebook, names: Names) -> bool:
    """True when every pool that is charged exists, so that the network can be followed."""
    return not any(list(names.unknown("", share.target)) for _, share in pool_shares(rulebook))


def pool_shares(rulebook: Rulebook) -> Iterator[tuple[Pool, Share]]:
    for pool in rulebook.pools:
        for split in pool.splits:
            for share in split.shares:
                if share.target.kind is Kind.POOL:
                    yield pool, share


def left_alone(rulebook: Rulebook) -> Iterator[str]:
    """Pools that charge only other pools, which direct settlement ignores."""
    for pool in rulebook.pools:
        if any(split.shares and only_pools(split) for split in pool.splits):
            yield f"pools.{pool.slug}.targets: with direct settlement pools do not charge each other; add a team."


def only_pools(split: Split) -> bool:
    return {share.target.kind for share in split.shares if share.weight} == {Kind.POOL}


def left_without_open_receiver(rulebook: Rulebook) -> Iterator[str]:
    """Pools of which all receivers are closed before their turn in step-down."""
    order = [slug for (slug,) in groups(rulebook)]
    for pool in rulebook.pools:
        closed = {Target(Kind.POOL, slug) for slug in order[: order.index(pool.slug) + 1]}
        receiving = [{share.target for share in split.shares if share.weight} for split in pool.splits]
        if any(targets and closed >= targets for targets in receiving):
            yield f"pools.{pool.slug}.targets: all are closed before it; move it forward in settlement.order."


def total_in_circles(rulebook: Rulebook) -> Iterator[str]:
    """Pools shared by total cost that charge themselves, directly or in a circle: the total would contain itself."""
    reach = reachable(rulebook)
    for pool in rulebook.pools:
        if uses_total(pool) and pool.slug in reach[pool.slug]:
            yield f"pools.{pool.slug}.basis: total would count shares that come back to the pool; write direct."
