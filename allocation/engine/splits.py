"""Many amounts split by the same weights at once: the parts of money.split_whole, in int64 wherever that is exact."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .cells import Amounts, zeros
from .money import split_whole

Matrix = NDArray[np.int64]

# Up to these sums of weights the estimate below is off by so little that its repair fits int64: by less than 30 for any
# amount, by at most 1 for one of which floating point knows every unit.
NARROW, WIDE = 2**55, 2**61
SMALL = 2**50
BLOCK = 1 << 16


def parts_of(amounts: Amounts, weights: Sequence[int]) -> Amounts:
    """One row of parts per amount, one column per weight; each row adds up to exactly its amount.

    Weights are not negative and do not all vanish.
    """
    if amounts.dtype == object:
        return one_by_one(amounts, weights)
    blocks = [parts_of_block(block, weights) for block in blocks_of(amounts.astype(np.int64, copy=False), len(weights))]
    return np.concatenate(blocks) if blocks else np.empty((0, len(weights)), np.int64)


def one_by_one(amounts: Amounts, weights: Sequence[int]) -> Amounts:
    parts = zeros((len(amounts), len(weights)), amounts)
    for place, amount in enumerate(amounts.tolist()):
        parts[place] = split_whole(amount, weights)
    return parts


def blocks_of(amounts: NDArray[np.int64], width: int) -> Iterator[NDArray[np.int64]]:
    """The amounts in runs small enough that a matrix of their parts stays in the cache."""
    height = max(1, BLOCK // width)
    return (amounts[start : start + height] for start in range(0, len(amounts), height))


def parts_of_block(amounts: NDArray[np.int64], weights: Sequence[int]) -> Matrix:
    """Parts by largest remainder: rounded down, then the missing units to the largest, first in line among equals.

    Wide weights are scaled down first, which makes remainders too small by less than the amount. Where that could
    change a part, the row is split once more with the weights as they are.
    """
    sign, size = np.sign(amounts), np.abs(amounts)
    base, most = sum(weights), WIDE if size.max(initial=0) < SMALL else NARROW
    narrow = weights if base < most else [weight * most // base for weight in weights]
    parts, remainders = rounded_down(size, np.array(narrow, np.int64), min(base, most))
    missing = size - parts.sum(axis=1)
    ranked = np.sort(remainders, axis=1)[:, ::-1]
    parts += largest(remainders, missing, ranked)
    parts *= sign[:, None]
    if base >= most:
        doubtful = np.flatnonzero(~sure(size, missing, ranked, most))
        parts[doubtful] = one_by_one(amounts[doubtful], weights)
    return parts


def largest(remainders: Matrix, count: NDArray[np.int64], ranked: Matrix) -> NDArray[np.bool_]:
    """For each row the `count` largest remainders, of equal ones the first in line. `ranked` are they in order."""
    smallest = ranked[np.arange(len(ranked)), np.clip(count - 1, 0, ranked.shape[1] - 1)][:, None]
    above, equal = remainders > smallest, remainders == smallest
    left = (count - above.sum(axis=1))[:, None]
    result: NDArray[np.bool_] = above | (equal & (np.cumsum(equal, axis=1, dtype=np.int32) <= left))
    return result


def rounded_down(size: NDArray[np.int64], weights: NDArray[np.int64], base: int) -> tuple[Matrix, Matrix]:
    """size * weight / base as whole part and remainder, exactly, although the product may leave int64.

    The quotient is estimated in floating point; the remainder is computed modulo 2^64, where the overflow cancels,
    and says by how much the estimate was off.
    """
    whole, rest = np.divmod(size, base)
    parts = (rest[:, None] * (weights / base)).astype(np.int64)
    remainders = rest[:, None] * weights - parts * base
    off = remainders // base
    remainders -= off * base
    parts += off
    parts += whole[:, None] * weights
    return parts, remainders


def sure(size: NDArray[np.int64], missing: NDArray[np.int64], ranked: Matrix, base: int) -> NDArray[np.bool_]:
    """Whether remainders that are too small by less than `size` still give the right parts; they are below `base`.

    They do when none could reach the next whole, and the last that got a unit is clearly before the first that did not.
    """
    rows, last = np.arange(len(ranked)), ranked.shape[1] - 1
    lead = ranked[rows, np.clip(missing - 1, 0, last)] - ranked[rows, np.clip(missing, 0, last)]
    result: NDArray[np.bool_] = (ranked[:, 0] < base - size) & ((missing == 0) | (lead > size))
    return result
