"""Rows of bits in 64-bit words: one bit per rule, lowest first."""

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]

WORD = 64


def words(count: int) -> int:
    return max(1, -(-count // WORD))


def pack(flags: NDArray[np.bool_]) -> Bits:
    """Each row of flags as a row of bits."""
    padded = np.zeros((len(flags), words(flags.shape[1]) * WORD), dtype=bool)
    padded[:, : flags.shape[1]] = flags
    return np.packbits(padded, axis=1, bitorder="little").view(np.dtype("<u8")).astype(np.uint64)


def all_ones(rows: int, count: int) -> Bits:
    """Rows in which the first `count` bits are set."""
    return np.repeat(pack(np.ones((1, count), dtype=bool)), rows, axis=0)


def clear(bits: Bits, number: int, rows: NDArray[np.bool_] | NDArray[np.int64]) -> None:
    """Clears one bit in some rows, given as flags or as numbers."""
    word, place = divmod(number, WORD)
    bits[rows, word] &= ~np.uint64(1 << place)


def has_bit(bits: Bits, number: int) -> NDArray[np.bool_]:
    """For each row whether the bit is set."""
    word, place = divmod(number, WORD)
    return (bits[:, word] & np.uint64(1 << place)).astype(bool)


def first_bit(bits: Bits) -> NDArray[np.int64]:
    """For each row the number of its lowest set bit, or -1."""
    filled = bits != 0
    word = filled.argmax(axis=1)
    value = bits[np.arange(len(bits)), word]
    lowest = value & (~value + np.uint64(1))
    place = np.frexp(lowest.astype(np.float64))[1] - 1  # exact: a power of two
    return np.where(filled.any(axis=1), word * WORD + place, -1)
