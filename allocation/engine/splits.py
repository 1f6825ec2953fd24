"""Many amounts split by the same weights at once; the same parts as money.split, in int64 where that is exact."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .cells import Amounts, zeros
from .money import split

NARROW = 2**56  # up to this sum of weights the estimate below is off by so little that its repair fits int64
BLOCK = 1 << 18


def parts_of(amounts: Amounts, weights: Sequence[int]) -> Amounts:
    """One row of parts per amount, one column per weight; each row adds up to exactly its amount.

    Weights are not negative and do not all vanish.
    """
    if amounts.dtype == object or sum(weights) >= NARROW:
        parts = zeros((len(amounts), len(weights)), amounts)
        for place, amount in enumerate(amounts.tolist()):
            parts[place] = split(amount, weights)
        return parts
    narrow = np.array(weights, np.int64)
    blocks = [largest_remainder(block, narrow) for block in blocks_of(amounts.astype(np.int64), len(weights))]
    return np.concatenate(blocks) if blocks else np.empty((0, len(weights)), np.int64)


def blocks_of(amounts: NDArray[np.int64], width: int) -> Iterator[NDArray[np.int64]]:
    """The amounts in runs small enough that a matrix of their parts stays in the cache."""
    height = max(1, BLOCK // width)
    return (amounts[start : start + height] for start in range(0, len(amounts), height))


def largest_remainder(amounts: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows of parts, rounded down, the missing units given to the largest remainders, first in line among equals."""
    sign, size = np.sign(amounts), np.abs(amounts)
    parts, remainders = rounded_down(size, weights)
    missing = size - parts.sum(axis=1)
    order = np.argsort(-remainders, axis=1, kind="stable")
    extra = np.arange(len(weights)) < missing[:, None]
    np.put_along_axis(parts, order, np.take_along_axis(parts, order, axis=1) + extra, axis=1)
    return parts * sign[:, None]


def rounded_down(size: NDArray[np.int64], weights: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """size * weight / sum of weights as whole part and remainder, exactly, although the product may leave int64.

    The quotient is estimated in floating point; the remainder is computed modulo 2^64, where the overflow cancels,
    and says by how much the estimate was off.
    """
    base = int(weights.sum())
    whole, rest = np.divmod(size, base)
    estimate = (rest[:, None] * (weights / base)).astype(np.int64)
    off, remainders = np.divmod(rest[:, None] * weights - estimate * base, base)
    return whole[:, None] * weights + estimate + off, remainders
