"""Simultaneous equations of pools that charge each other, solved exactly."""

from collections.abc import Sequence
from fractions import Fraction

Matrix = list[list[Fraction]]


def visits(ratios: Sequence[Sequence[Fraction]]) -> Matrix:
    """How much passes through pool q in all, for each unit that starts in pool p: the inverse of 1 - ratios.

    `ratios[p][q]` is the part of p that goes to q. Some part of every pool must leave the group.
    """
    size = len(ratios)
    rows = [
        [Fraction(p == q) - ratios[p][q] for q in range(size)] + [Fraction(p == q) for q in range(size)]
        for p in range(size)
    ]
    for place in range(size):
        pivot = next(row for row in range(place, size) if rows[row][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        factor = rows[place][place]
        rows[place] = [value / factor for value in rows[place]]
        for other in range(size):
            if other != place and rows[other][place]:
                rows[other] = minus(rows[other], rows[place], rows[other][place])
    return [row[size:] for row in rows]


def minus(row: list[Fraction], other: list[Fraction], factor: Fraction) -> list[Fraction]:
    """row - factor * other"""
    return [value - factor * taken if taken else value for value, taken in zip(row, other, strict=True)]
