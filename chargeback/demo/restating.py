"""AWS changes its mind: a bill -> the same bill as it is told later."""

import datetime as dt
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np

from chargeback.clock import month_start

from .dimensions import Dimensions
from .errors import CostExplorerError
from .expressions import predicate
from .ledger import UNIT, DayRows, Ledger
from .series import SeriesTable

ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Restatement:
    """What changes on the days from `start` up to, not including, `end`, of the costs that match `where`.

    changed        costs `percent` of what it did
    moved          belongs to other dimensions: `to` names those that change
    vanished       was never there
    sign-flipped   is a credit instead of a cost, or the other way round
    late-credit    one more row of `amount` on the first day, with the dimensions in `to`
    estimated      the month of `start` is called estimated again
    """

    kind: str
    start: dt.date = dt.date.min
    end: dt.date = dt.date.max
    where: Mapping[str, Any] | None = None
    percent: int = 110
    to: Mapping[str, Any] = field(default_factory=dict)
    amount: Decimal = Decimal(0)


def restate(ledger: Ledger, change: Restatement) -> Ledger:
    """The ledger after the change. What is not concerned stays as it is."""
    if change.kind == ESTIMATED:
        return ledger
    if change.kind == "late-credit":
        return _with_row(ledger, change)
    concerned = predicate(change.where)(ledger.table.view())
    change_day = _DAYS[change.kind](ledger, change, concerned)
    days = {day: change_day.rows(ledger.days[day]) for day in _days(ledger, change)}
    return replace(ledger, table=change_day.table, days=ChainMap(days, dict_of(ledger)))


def reopened_month(change: Restatement) -> dt.date | None:
    """The month that the change makes estimated again."""
    return month_start(change.start) if change.kind == ESTIMATED else None


@dataclass(frozen=True, slots=True)
class _Change:
    """The series after a change, and what becomes of a day's rows."""

    table: SeriesTable
    rows: Callable[[DayRows], DayRows]


def _multiplied(percent: int) -> Callable[[Ledger, Restatement, np.ndarray], _Change]:
    """Cost and amortized cost become so many hundredths, 0 for the change's own; the quantity stays."""

    def change_of(ledger: Ledger, change: Restatement, concerned: np.ndarray) -> _Change:
        factor = percent or change.percent

        def rows(day: DayRows) -> DayRows:
            amounts = day.amounts.copy()
            kept = concerned[day.series]
            amounts[kept, :2] = amounts[kept, :2] * factor // 100
            return DayRows(day.series, amounts)

        return _Change(ledger.table, rows)

    return change_of


def _vanished(ledger: Ledger, change: Restatement, concerned: np.ndarray) -> _Change:
    return _Change(ledger.table, lambda day: day.where(~concerned[day.series]))


def _moved(ledger: Ledger, change: Restatement, concerned: np.ndarray) -> _Change:
    moving = np.flatnonzero(concerned)
    after = tuple(_changed(ledger.series[number], change.to) for number in moving.tolist())
    codes = np.arange(len(ledger.series), dtype=np.int32)
    codes[moving] = len(ledger.series) + np.arange(len(moving), dtype=np.int32)
    return _Change(_extended(ledger, after), lambda day: DayRows(codes[day.series], day.amounts))


_DAYS: Mapping[str, Callable[[Ledger, Restatement, np.ndarray], _Change]] = {
    "changed": _multiplied(0),
    "sign-flipped": _multiplied(-100),
    "vanished": _vanished,
    "moved": _moved,
}
KINDS = (*_DAYS, "late-credit", ESTIMATED)


def _with_row(ledger: Ledger, change: Restatement) -> Ledger:
    plain = Dimensions(ledger.payer_account, ledger.payer_account, "AWS Data Transfer", record_type="Credit")
    amount = int(change.amount * UNIT) // ledger.scale
    before = ledger.days.get(change.start)
    row = np.array([[amount, amount, 0]], dtype=before.amounts.dtype if before else np.int64)
    code = np.array([len(ledger.series)], dtype=np.int32)
    rows = DayRows(code, row)
    if before:
        rows = DayRows(np.concatenate([before.series, code]), np.concatenate([before.amounts, row]))
    table = _extended(ledger, (_changed(plain, change.to),))
    return replace(ledger, table=table, days=ChainMap({change.start: rows}, dict_of(ledger)))


def dict_of(ledger: Ledger) -> Any:
    """The ledger's days for a ChainMap, which never writes to any mapping but its first."""
    return ledger.days


def _extended(ledger: Ledger, more: tuple[Dimensions, ...]) -> SeriesTable:
    return SeriesTable(ledger.series + more, tuple(ledger.table.categories.values()))


def _changed(series: Dimensions, to: Mapping[str, Any]) -> Dimensions:
    """The series with the named fields changed; a tag that becomes empty goes."""
    tags = dict(series.tags) | {str(key): str(value) for key, value in to.get("tags", {}).items()}
    fields = {name: str(value) for name, value in to.items() if name != "tags"}
    kept = tuple(sorted((key, value) for key, value in tags.items() if value))
    return replace(series, **fields, tags=kept)  # type: ignore[arg-type]


def _days(ledger: Ledger, change: Restatement) -> list[dt.date]:
    return [day for day in ledger.days if change.start <= day < change.end]


def read_restatement(value: Mapping[str, Any]) -> Restatement:
    """A restatement as people write it in JSON. Raises ValueError with what to write instead."""
    if (kind := value.get("kind")) not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}.")
    if kind in {"late-credit", ESTIMATED} and "start" not in value:
        raise ValueError(f"{kind} needs a start, a day as YYYY-MM-DD.")
    try:
        predicate(value.get("where"))
        days = {name: dt.date.fromisoformat(value[name]) for name in ("start", "end") if name in value}
        read = Restatement(
            str(kind),
            **days,
            where=value.get("where"),
            percent=int(value.get("percent", 110)),
            to=value.get("to", {}),
            amount=Decimal(str(value.get("amount", 0))),
        )
        _changed(Dimensions("", "", ""), read.to)
    except CostExplorerError as error:
        raise ValueError(f"where: {error.message}") from None
    except (TypeError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"This is no restatement: {error}") from None
    return read
