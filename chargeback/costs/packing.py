"""Whole numbers <-> bytes, to be kept in a column of the database: far quicker to read than rows."""

import json

import numpy as np

from allocation.engine.cells import Amounts


def packed(units: Amounts) -> bytes:
    """Whole numbers as bytes: eight for each, or, where one does not fit, as text."""
    if units.dtype == object:
        return b"t" + json.dumps(units.reshape(-1).tolist()).encode()
    return b"8" + units.astype("<i8").tobytes()


def unpacked(packed: bytes | memoryview) -> Amounts:
    """The numbers again, as one row of them."""
    content = memoryview(packed)
    if bytes(content[:1]) == b"t":
        return np.array(json.loads(bytes(content[1:])), object)
    return np.frombuffer(content[1:], "<i8")
