"""An allocated month -> a table: what each team carries, and the proof that nothing was lost."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from allocation.engine.allocation import Charge

from .months import Month
from .numbers import from_units
from .refusals import FocusError

Line = tuple[str, ...]
Amounts = tuple[str, int | None, int | None, int]


def summary(month: Month, basis: str) -> list[str]:
    """The lines of the table. Raises FocusError when the charges do not add up to the bill."""
    charges = list(month.evidence.allocation.charges.rows())
    bill = sum(charge.amount for charge in charges)
    if bill != month.bill:
        raise FocusError(
            f"{month.title}: the charges add up to {money(bill, month)}, the bill is {money(month.bill, month)}."
        )
    amounts = [*carried(charges, month), ("bill", None, None, bill)]
    places = most_places([amount for _, *row in amounts for amount in row if amount], month)
    lines = [(name, *("" if one is None else money(one, month, places) for one in row)) for name, *row in amounts]
    heading = ("team", "direct", "shared", "total")
    return [f"{month.title}, {basis} cost", *table([heading, *lines], right={1, 2, 3}), "proof: ok"]


def carried(charges: Sequence[Charge], month: Month) -> Iterator[Amounts]:
    """What each team carries directly, through pools and in all; then what is with nobody, and why."""
    direct = by_team(charge for charge in charges if charge.pool is None)
    shared = by_team(charge for charge in charges if charge.pool is not None)
    for team in month.evidence.rulebook.teams:
        yield team.slug, direct[team.slug], shared[team.slug], direct[team.slug] + shared[team.slug]
    yield "unallocated", None, None, direct[None] + shared[None]
    for reason, amount in by_reason(charges).items():
        yield f"  {reason}", None, None, amount


def by_team(charges: Iterable[Charge]) -> defaultdict[str | None, int]:
    sums: defaultdict[str | None, int] = defaultdict(int)
    for charge in charges:
        sums[charge.team] += charge.amount
    return sums


def by_reason(charges: Iterable[Charge]) -> dict[str, int]:
    """What is with nobody, by reason."""
    sums: dict[str, int] = defaultdict(int)
    for charge in charges:
        if charge.team is None:
            sums[charge.reason.value] += charge.amount
    return dict(sorted(sums.items()))


def money(units: int, month: Month, places: int = 2) -> str:
    """The exact amount, with at least as many decimals as asked for."""
    return padded(from_units(units, month.places), places)


def padded(number: str, places: int = 2) -> str:
    """The number with at least as many decimals as asked for."""
    whole, _, rest = number.partition(".")
    return f"{whole}.{rest.ljust(places, '0')}"


def most_places(amounts: Iterable[int], month: Month) -> int:
    """How many decimals show every amount exactly; two at least."""
    return max([2, *(len(from_units(amount, month.places).partition(".")[2]) for amount in amounts)])


def shown(text: str) -> str:
    """Text of strangers without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def table(lines: Sequence[Line], right: Container[int]) -> list[str]:
    """Texts in columns: those in `right` to the right, the others to the left."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            text.rjust(width) if place in right else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
