"""Why a statement changed since the month before: services, projects and pools, in cents that add up to the change.

A pool's change is parted as cost accountants do: the price variance is what the same use costs more or less now,
(price now - price before) x use now; the usage variance is what more or less use costs, (use now - use before) x price
before (Horngren, Cost Accounting, chapter on direct-cost variances). Together they are the change, exactly. Use is the
reading where one driver alone decides, and price the pool's cost per unit; elsewhere use is the part of the pool that
the team carries, and price the pool's whole cost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from allocation.engine.allocation import PoolShare as Share
from allocation.engine.money import from_cents, nearest, round_to_cents, to_units
from allocation.engine.rulebook import Kind, Method

from .figures import Changes, Moved, PoolMoved
from .models import Run
from .pool_shares import shares_of_pools
from .rows import ZERO, LineValues, grouped
from .shared_costs import exact_pool_totals
from .stamps import Names

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Use:
    """What a team used of a pool in a month, and the price of one unit: `quantity` x `price` is what it carried.

    Amounts are in 10^-10. `unit` is that of a driver, or empty where the quantity is the part of the pool.
    """

    carried: int
    cents: Decimal
    total: int
    quantity: Fraction
    price: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a team carries by a run: its lines, and its shares of pools."""

    run: Run
    lines: list[LineValues]
    shares: Sequence[Share]


def changes(after: Carried, before: Carried, names: Names) -> Changes:
    """What moved between the lines of two runs. Services and projects explain own cost, pools the shared cost."""
    now, then = after.lines, before.lines
    own_now, own_then = own(now), own(then)
    return Changes(
        direct=cents(own_now) - cents(own_then),
        shared=cents(now) - cents(own_now) - cents(then) + cents(own_then),
        services=moved(own_now, own_then, "service", names),
        projects=moved(own_now, own_then, "project", names),
        pools=pools_moved(uses(after), uses(before), names),
    )


def own(lines: Iterable[LineValues]) -> list[LineValues]:
    return [line for line in lines if not line.pool]


def cents(lines: Iterable[LineValues]) -> Decimal:
    return sum((line.cents for line in lines), ZERO)


def moved(now: list[LineValues], then: list[LineValues], what: str, names: Names) -> tuple[Moved, ...]:
    """What each service or project moved, the largest move first; those that did not move are left out."""
    after, before = (grouped(lines, lambda line: str(getattr(line, what))) for lines in (now, then))
    name = names.project_or_none if what == "project" else str
    found = [
        Moved(slug, name(slug), cents(before.get(slug, [])), cents(after.get(slug, []))) for slug in {*after, *before}
    ]
    return tuple(sorted(filter(lambda one: one.change, found), key=lambda one: (-abs(one.change), one.name)))


def uses(carried: Carried) -> dict[str, Use]:
    """What the team used of each pool that it carried in the run."""
    by_pool = grouped((line for line in carried.lines if line.pool), lambda line: line.pool)
    if not by_pool:
        return {}
    totals = exact_pool_totals(carried.run)
    shares = (*carried.shares, *shares_of_pools(carried.run))
    return {
        pool: use(
            to_units(sum((line.amount for line in mine), ZERO)),
            cents(mine),
            to_units(totals[pool]),
            [share for share in shares if share.pool == pool],
        )
        for pool, mine in by_pool.items()
    }


def use(carried: int, cents: Decimal, total: int, shares: list[Share]) -> Use:
    """By the reading, where the team has one share of the pool, by a driver; else by the part of the whole."""
    to_pools = any(share.receiver and share.receiver.kind is Kind.POOL for share in shares)
    if len(shares) == 1 and not to_pools and shares[0].method == Method.DRIVER and shares[0].unit:
        [share] = shares
        return Use(
            carried,
            cents,
            total,
            share.weight,
            Fraction(carried) / share.weight if share.weight else NOTHING,
            share.unit,
        )
    return Use(carried, cents, total, Fraction(carried, total) if total else NOTHING, Fraction(total))


def pools_moved(now: dict[str, Use], then: dict[str, Use], names: Names) -> tuple[PoolMoved, ...]:
    """What each pool moved, parted into price and usage; the largest move first."""
    found = [pool_moved(slug, names.pool(slug), now.get(slug), then.get(slug)) for slug in {*now, *then}]
    return tuple(sorted(filter(lambda one: one.change, found), key=lambda one: (-abs(one.change), one.name)))


def pool_moved(slug: str, name: str, now: Use | None, then: Use | None) -> PoolMoved:
    change = (now.cents if now else ZERO) - (then.cents if then else ZERO)
    if now is None or then is None or now.unit != then.unit:
        return PoolMoved(slug, name, change, is_new=then is None, is_gone=now is None)
    price, usage = in_cents(variances(now, then), change)
    return PoolMoved(
        pool=slug,
        name=name,
        change=change,
        price=price,
        usage=usage,
        unit=now.unit,
        quantities=(then.quantity, now.quantity),
        prices=(then.price / 10**10, now.price / 10**10),
    )


def variances(now: Use, then: Use) -> tuple[int, int]:
    """Price and usage variance in 10^-10; together exactly what the team carries more or less."""
    price = nearest((now.price - then.price) * now.quantity)
    return price, now.carried - then.carried - price


def in_cents(parts: tuple[int, int], change: Decimal) -> tuple[Decimal, Decimal]:
    price, usage = round_to_cents(parts, int(change * 100))
    return from_cents(price), from_cents(usage)
