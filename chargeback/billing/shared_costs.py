"""What a team carries of each pool, and how the pool is shared, in words."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum

from allocation.engine.allocation import PoolShare as Share
from allocation.engine.money import from_cents, to_cents, to_units
from allocation.engine.rulebook import Basis, Method
from chargeback.datastate.known import known

from .figures import SharedCost, percent
from .models import Run, StatementLine
from .rows import ZERO, LineValues
from .stamps import Names

NOT_BY_ITS_KEY = "not by its key, as there was nothing to go by"


def shared_costs(
    run: Run, lines: Iterable[LineValues], shares: Iterable[Share], names: Names
) -> tuple[SharedCost, ...]:
    """The part of every pool that these lines of a team carry, dearest first, beside the pool's total in cents.

    `shares` are the team's.
    """
    carried: dict[str, Decimal] = {}
    for line in lines:
        if line.pool:
            carried[line.pool] = carried.get(line.pool, ZERO) + line.cents
    totals, methods = pool_totals(run), methods_in_words(shares)
    found = [
        SharedCost(
            pool=slug,
            name=names.pool(slug),
            note=names.pool_notes.get(slug, ""),
            method=methods.get(slug, "through another pool"),
            pool_total=totals[slug],
            percent=percent(amount, totals[slug]),
            amount=amount,
        )
        for slug, amount in carried.items()
    ]
    return tuple(sorted(found, key=lambda cost: (-cost.amount, cost.name)))


def pool_totals(run: Run) -> dict[str, Decimal]:
    """The cents of each pool as a whole, rounded once."""
    return {slug: from_cents(to_cents(to_units(amount))) for slug, amount in exact_pool_totals(run).items()}


def exact_pool_totals(run: Run) -> dict[str, Decimal]:
    """What each pool cost in all, whoever carries it: read once for all teams."""
    return known(("pool totals", run.pk), lambda: read_pool_totals(run))


def read_pool_totals(run: Run) -> dict[str, Decimal]:
    lines = StatementLine.objects.filter(run=run).exclude(pool=None).values_list("pool__slug")
    return dict(lines.annotate(Sum("amount")).order_by())


def methods_in_words(shares: Iterable[Share]) -> dict[str, str]:
    """How each pool was shared with the team that has the shares; several spans or projects are named once each."""
    words: dict[str, list[str]] = {}
    for share in shares:
        said = words.setdefault(share.pool, [])
        if (sentence := in_words(share)) not in said:
            said.append(sentence)
    return {slug: "; ".join(said) for slug, said in words.items()}


def in_words(share: Share, basis: str = Basis.DIRECT) -> str:
    """For example "fixed weights, 60 of 100" or "in proportion to direct cost". Never how many carry it."""
    whole = share.weight / share.ratio if share.ratio else None
    if fell_back(share):
        return NOT_BY_ITS_KEY
    match share.method:
        case "fixed" if whole:
            return f"fixed weights, {plain(share.weight)} of {plain(whole)}"
        case "even":
            return "in even parts"
        case "proportional":
            return f"in proportion to {'direct cost' if basis == Basis.DIRECT else 'direct and shared cost'}"
        case "driver" if whole:
            return f"by {share.unit}, {plain(share.weight)} of {plain(whole)}"
        case _:
            return share.note or share.method


def fell_back(share: Share) -> bool:
    """True when the split found no weights and its fallback decided."""
    return share.method in (Method.PROPORTIONAL, Method.DRIVER) and not share.unit


def plain(number: Fraction) -> str:
    """A weight as a person writes it: 60, 0.5, or rounded to four decimals where it has no end."""
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):.4f}"
    return text.rstrip("0").rstrip(".")
