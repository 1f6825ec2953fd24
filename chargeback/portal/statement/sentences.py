"""Why a statement changed, in sentences whose amounts add up. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from chargeback.billing.figures import Amounts, Changes, Moved, PoolMoved

from .. import display
from ..explain.sentences import listed, weight

MOST = 3
ZERO = Decimal(0)


def change_sentences(amounts: Amounts, changes: Changes | None, before: str) -> list[str]:
    """The change as a whole, then services and projects behind own cost, then each pool's price and use."""
    if changes is None or not amounts.change:
        return []
    return [
        whole_sentence(amounts, changes, before),
        *moves_sentence("Own cost by service", changes.services),
        *moves_sentence("Own cost by project", changes.projects if len(changes.projects) > 1 else ()),
        *pool_sentences(changes.pools),
    ]


def whole_sentence(amounts: Amounts, changes: Changes, before: str) -> str:
    change = amounts.change or ZERO
    way = "more" if change > 0 else "less"
    parts = f"own cost {display.signed_money(changes.direct)}, shared cost {display.signed_money(changes.shared)}"
    return f"{display.money(abs(change))} {way} than {before} ({display.money(amounts.previous)}): {parts}."


def moves_sentence(what: str, moves: Sequence[Moved]) -> list[str]:
    """The largest moves by name, all others as one, so that the sentence adds up."""
    if not moves:
        return []
    told = [f"{one.name} {display.signed_money(one.change)}" for one in moves[:MOST]]
    rest = sum((one.change for one in moves[MOST:]), ZERO)
    if moves[MOST:]:
        told.append(f"all others {display.signed_money(rest)}")
    return [f"{what}: {listed(told)}."]


def pool_sentences(pools: Sequence[PoolMoved]) -> list[str]:
    found = [pool_sentence(one) for one in pools[:MOST]]
    rest = sum((one.change for one in pools[MOST:]), ZERO)
    if pools[MOST:]:
        found.append(f"All other shared costs {display.signed_money(rest)}.")
    return found


def pool_sentence(one: PoolMoved) -> str:
    """For example "Network +100.00: +75.00 because one GB cost 1.00 after 0.50, +25.00 because your reading ..."."""
    start = f"{one.name} {display.signed_money(one.change)}"
    if one.is_new:
        return f"{start}: you did not carry it before."
    if one.is_gone:
        return f"{start}: you carry it no longer."
    if one.price is None or one.usage is None or one.quantities is None or one.prices is None:
        return f"{start}: it is shared by another measure than before."
    told = []
    if one.price:
        told.append(f"{display.signed_money(one.price)} because {price_words(one, *one.prices)}")
    if one.usage:
        told.append(f"{display.signed_money(one.usage)} because {usage_words(one, *one.quantities)}")
    return f"{start}: {', '.join(told)}."


def price_words(one: PoolMoved, before: Fraction, now: Fraction) -> str:
    """What the same use costs now and cost before."""
    digits = "#,##0.00##" if one.unit else "#,##0.00"
    after, then = (display.decimal(as_decimal(price), digits) for price in (now, before))
    what = f"one {one.unit}" if one.unit else "the whole of it"
    return f"{what} cost {after} after {then}"


def usage_words(one: PoolMoved, before: Fraction, now: Fraction) -> str:
    """How much was used, or which part of the pool was carried, now and before."""
    if one.unit:
        return f"your reading was {weight(now)} after {weight(before)} {one.unit}"
    return f"your part of it was {display.ratio(now)} after {display.ratio(before)}"


def as_decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
