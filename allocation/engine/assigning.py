"""Claims -> where each series goes on which days."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .allocation import Assignments, Destination, Payer
from .payers import Payers, payer_order
from .rulebook import Kind, Target
from .rules import Claim, Codes
from .spans import Days

Index = NDArray[np.int64]


def destination_of(claim: Claim, days: Days, payers: Payers) -> Destination:
    """Where a claimed series goes on these days: to a payer, or to a pool."""
    if claim.target is None:
        return Payer(None, None, claim.reason)
    return claim.target if claim.target.kind is Kind.POOL else payers.of(claim.target, days.date)


def destination_order(destination: Destination) -> tuple[bool, tuple[bool, str, str, str]]:
    if isinstance(destination, Target):
        return (True, (False, destination.slug, "", ""))
    return (False, payer_order(destination))


def numbered(
    claims: Sequence[Claim], spans: Sequence[Days], payers: Payers
) -> tuple[tuple[Destination, ...], list[Index]]:
    """All destinations in order, and per span the number of the destination of each claim."""
    by_span = [[destination_of(claim, days, payers) for claim in claims] for days in spans]
    destinations = tuple(sorted({one for row in by_span for one in row}, key=destination_order))
    number = {destination: place for place, destination in enumerate(destinations)}
    return destinations, [np.array([number[one] for one in row], np.int64) for row in by_span]


def assignments_of(
    claims: Sequence[Claim],
    codes: Sequence[Codes],
    spans: Sequence[Days],
    destinations: tuple[Destination, ...],
    numbers: Sequence[Index],
) -> Assignments:
    """One assignment for each run of days in which claim and destination of a series stay the same."""
    claim = np.array(codes)
    number = np.array([row[span_codes] for span_codes, row in zip(codes, numbers, strict=True)], np.int32)
    starts = np.ones(claim.shape, dtype=bool)
    starts[1:] = (claim[1:] != claim[:-1]) | (number[1:] != number[:-1])
    series, first = np.nonzero(starts.T)
    until = np.roll(first, -1)
    until[until == 0] = len(spans)  # a run that begins with the first span is another series'
    edges = np.array([days.first for days in spans] + [spans[-1].until], np.int16)
    return Assignments(
        tuple(one.rule for one in claims),
        destinations,
        series.astype(np.int32),
        edges[first],
        edges[until],
        claim[first, series],
        number[first, series],
    )
