"""Settled pools -> the shares that explain them, as rows per run of days in which nothing changes."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from .allocation import PoolShare
from .charging import Passed
from .divisions import Division
from .money import nearest, quotient, split
from .settled import SettledSpan


def shares_of(settled: Sequence[SettledSpan], passed: Sequence[Passed]) -> Iterator[PoolShare]:
    """The shares of all pools, by pool, days and receiver."""
    for slug in sorted({slug for span in settled for slug in span.divisions}):
        spans = list(zip(settled, passed, strict=True))
        for division, run in groupby(spans, key=lambda pair: pair[0].divisions[slug]):
            yield from shares_of_run(slug, division, list(run))


def shares_of_run(slug: str, division: Division, run: Sequence[tuple[SettledSpan, Passed]]) -> Iterator[PoolShare]:
    """The shares of a pool over spans in which its division is the same."""
    first, until, base = run[0][0].days.first, run[-1][0].days.until, division.base
    amounts = [moved(slug, span, passed) for span, passed in run]
    for edge, moves in zip(division.edges, zip(*amounts, strict=True), strict=True):
        ratio = quotient(edge.weight, base)
        yield PoolShare(
            slug, first, until, division.method, edge.receiver, edge.weight, edge.unit, ratio, sum(moves), edge.note
        )


def moved(slug: str, span: SettledSpan, passed: Passed) -> list[int]:
    """What each receiver of the pool took in the span, in 10^-10.

    Where no other pool is involved this is the sum of the charges. Elsewhere it is what passed through the pool,
    to the nearest unit, in parts that add up.
    """
    division = span.divisions[slug]
    if span.stands_alone(slug):
        return [passed[slug].get((edge.receiver, edge.payer), 0) if edge.payer else 0 for edge in division.edges]
    return split(nearest(span.through[slug]), [edge.weight for edge in division.edges])
