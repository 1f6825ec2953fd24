"""Money as integers of 10^-10 of the currency unit: exact conversion, exact splitting, rounding to cents."""

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from math import lcm

UNIT = 10**10
CENT = UNIT // 100
PLACES = Decimal(1).scaleb(-10)
EXACT = Context(prec=200)


def to_units(amount: Decimal | str) -> int:
    """The amount in 10^-10. Raises ValueError for what is not a number or has more than ten decimals."""
    try:
        scaled = Decimal(amount).scaleb(10, EXACT)
    except InvalidOperation:
        raise ValueError(f"{amount!r} is not an amount of money.") from None
    if not scaled.is_finite() or scaled != scaled.to_integral_value(context=EXACT):
        raise ValueError(f"{amount} cannot be kept exactly: an amount has at most ten decimals.")
    return int(scaled)


def from_units(units: int) -> Decimal:
    """The amount as a Decimal with ten places, as the database keeps it."""
    return Decimal(units).scaleb(-10, EXACT).quantize(PLACES, context=EXACT)


def from_cents(cents: int) -> Decimal:
    """Whole cents as a Decimal with two places, as printed."""
    return Decimal(cents).scaleb(-2, EXACT)


def added(parts: Iterable[Fraction]) -> Fraction:
    """Their sum, over one denominator: each sum on the way would be reduced in vain."""
    some = list(parts)
    common = lcm(*(part.denominator for part in some))
    return Fraction(sum(part.numerator * (common // part.denominator) for part in some), common)


def quotient(part: Fraction, whole: Fraction) -> Fraction:
    """part / whole, in half the time that the operator takes."""
    return Fraction(part.numerator * whole.denominator, part.denominator * whole.numerator)


def whole_weights(weights: Sequence[int | Fraction]) -> list[int]:
    """Integers in the same proportions as the weights."""
    common = lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (common // weight.denominator) for weight in weights]


def split(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """The total in parts proportional to the weights. The parts add up to exactly the total.

    Largest remainder: each part is its exact value rounded down, and the missing units go one by one to the
    largest remainders; of equal ones the first in line. The split of -total is the split of total turned round.
    Raises ValueError when the weights sum to zero.
    """
    whole = whole_weights(weights)
    return split_whole(total, whole if sum(whole) >= 0 else [-weight for weight in whole])


def split_whole(total: int, weights: Sequence[int]) -> list[int]:
    """The same for integers that add up to more than zero. Raises ValueError when they do not."""
    base, size = sum(weights), abs(total)
    if base <= 0:
        raise ValueError("Weights that sum to zero or less cannot split an amount.")
    shares = [size * weight for weight in weights]
    parts = [share // base for share in shares]
    remainders = [share - part * base for share, part in zip(shares, parts, strict=True)]
    for position in by_size(remainders)[: size - sum(parts)]:
        parts[position] += 1
    return parts if total >= 0 else [-part for part in parts]


def by_size(remainders: Sequence[int]) -> list[int]:
    """Positions of the remainders from large to small; equal ones keep their order."""
    return sorted(range(len(remainders)), key=remainders.__getitem__, reverse=True)


def nearest(value: Fraction) -> int:
    """The nearest whole number; a half goes to the even neighbour."""
    whole, rest = divmod(value.numerator, value.denominator)
    return whole + (2 * rest > value.denominator or (2 * rest == value.denominator and whole % 2 == 1))


def to_cents(total_units: int) -> int:
    """The amount in whole cents; half a cent goes to the even neighbour."""
    return nearest(Fraction(total_units, CENT))


def round_to_cents(amounts: Sequence[int], total_cents: int) -> list[int]:
    """Whole cents for each amount (10^-10) that add up to exactly `total_cents`.

    Each is the amount rounded down or up, the largest remainders up and of equal ones the first in line, as long as
    `total_cents` lies between all down and all up; beyond that every amount moves by as many further cents.
    Turning all signs round turns the result round. Raises ValueError for cents that no amount can take.
    """
    if not amounts:
        if total_cents:
            raise ValueError(f"{total_cents} cents cannot be spread over no amounts.")
        return []
    if next(filter(None, (total_cents, *amounts)), 0) < 0:
        return [-cents for cents in round_to_cents([-amount for amount in amounts], -total_cents)]
    cents, remainders = zip(*(divmod(amount, CENT) for amount in amounts), strict=True)
    everyone, some = divmod(total_cents - sum(cents), len(amounts))
    extra = set(by_size(remainders)[:some])
    return [value + everyone + (position in extra) for position, value in enumerate(cents)]
