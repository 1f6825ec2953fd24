"""All lines of a selection, however many, one after the other; at their end it is proved that they were all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from allocation.models import Team

from .line_figures import LineItem, LinesAsked, LinesFound
from .line_items import Begun, begin, line_items, with_sums
from .line_rows import AT_ONCE
from .models import BillingPeriod
from .moved import has_moved

T = TypeVar("T")


class LinesMovedError(Exception):
    """The provider's data or the run changed while the lines were read; reading them again helps."""


@dataclass(frozen=True, slots=True)
class LineStream:
    """What was found, without its items, and these to be read once. Reading may end with LinesMovedError."""

    found: LinesFound
    items: Iterator[LineItem]


def line_stream(period: BillingPeriod, team: Team | None, asked: LinesAsked, is_discreet: bool) -> LineStream:
    """All lines that `lines_found` would list by page, in the same order. Raises NoRunError."""
    begun = begin(period, team, asked, is_discreet)
    found = with_sums(begun)
    return LineStream(found, proved(begun, found))


def proved(begun: Begun, found: LinesFound) -> Iterator[LineItem]:
    """The lines; raises LinesMovedError at the end unless they were as many and as much as was counted before."""
    count, total = 0, Decimal(0)
    for rows in portions(begun.lines.each(begun.order), AT_ONCE):
        for item in line_items(begun.lines.run, rows, begun.names, begun.discretion):
            count, total = count + 1, total + item.amount
            yield item
    if (count, total) != (found.count, found.total) or has_moved(begun.lines) != found.has_moved:
        raise LinesMovedError("The data changed while the lines were read.")


def portions(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(rows)
    while portion := list(islice(left, size)):
        yield portion
