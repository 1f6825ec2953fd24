"""The checksum of what a run found, made from the engine's lines and, to compare, from the stored ones."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from allocation.engine.cells import Amounts, exact
from allocation.engine.money import to_units

from .lines import DAYS, Lines
from .models import Run, StatementLine

KEY = ("team__slug", "project__slug", "reason", "service", "pool__slug")


def checksum(lines: Lines) -> str:
    """SHA-256 of the lines: who and what they are about, their days and cents. It knows no ids, so it travels."""
    who = [(one.team or "", one.project or "", one.reason) for one in lines.payers]
    through = [*lines.pools, ""]  # the index of a direct line is -1, the last
    codes = zip(lines.payer.tolist(), lines.service.tolist(), lines.pool.tolist(), strict=True)
    keys = [(*who[payer], lines.services[service], through[pool]) for payer, service, pool in codes]
    return digest(keys, lines.daily, lines.is_charged, lines.cents)


def stored_checksum(run: Run) -> str:
    """The checksum of the run's lines as the database holds them now, whatever has become of them since."""
    rows = StatementLine.objects.filter(run=run).order_by("number").values_list(*KEY, "daily", "cents")
    keys, daily, cents = [], [], []
    for *key, days, printed in rows.iterator(chunk_size=10_000):
        keys.append([text or "" for text in key])
        daily.append([None if one is None else to_units(one) for one in days])
        cents.append(int(printed * 100))
    found = np.array(daily, object).reshape(len(daily), DAYS)
    is_charged = found != None  # noqa: E711 element by element
    return digest(keys, np.where(is_charged, found, 0), is_charged, np.array(cents, object))


def digest(keys: Sequence[Sequence[str]], daily: Amounts, is_charged: NDArray[np.bool_], cents: Amounts) -> str:
    found = hashlib.sha256(json.dumps(keys).encode())
    for amounts in (daily, cents):
        found.update(plain(amounts))
    found.update(is_charged.tobytes())
    return found.hexdigest()


def plain(amounts: Amounts) -> bytes:
    """The amounts as bytes, the same on every machine: of 64 bits, or as text where one does not fit."""
    amounts = exact(amounts.ravel())
    is_wide = amounts.dtype == object
    return ",".join(map(str, amounts)).encode() if is_wide else amounts.astype(">i8").tobytes()
