"""Reads pages of GetCostAndUsage. What is not exactly as AWS documents it is refused; nothing is guessed."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from .aws_plan import ACCOUNT, RECORD_TYPE, SERVICE, Query, charge_category
from .batch import HALF_UNIT, Breakdown, DailyTotal, Dimensions
from .refusals import SourceError
from .window import Window, next_day

Json = dict[str, Any]
PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", re.ASCII)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?", re.ASCII)
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
TEN_PLACES = Decimal("1e-10")
LONGEST = {SERVICE: 256, ACCOUNT: 64, RECORD_TYPE: 64}


class Cost(NamedTuple):
    """What one series cost on one day, exactly."""

    day: dt.date
    billed: Decimal
    effective: Decimal


def refused(what: str) -> SourceError:
    return SourceError(f"Cost Explorer's answer was refused, the old data is kept: {what}.", may_pass=True)


def by_day(pages: Iterable[Json], window: Window) -> Iterator[tuple[dt.date, Json]]:
    """Each result with its day. The days of the window come in order, each at least once: pages may split a day."""
    expected, last = window.start, None
    for page in pages:
        for result in page["ResultsByTime"]:
            day = day_of(result)
            if day != last and day != expected:
                raise refused(f"{day} came where {expected} was due")
            last, expected = day, next_day(day)
            yield day, result
    if expected != window.end:
        raise refused(f"it ended before {expected}, not before {window.end}")


def day_of(result: Json) -> dt.date:
    period = (result or {}).get("TimePeriod") or {}
    try:
        start, end = dt.date.fromisoformat(period["Start"]), dt.date.fromisoformat(period["End"])
    except (KeyError, TypeError, ValueError):
        raise refused(f"{period!r} is not a time period") from None
    if end != next_day(start):
        raise refused(f"the time period {start} to {end} is not one day")
    return start


def read_totals(pages: Iterable[Json], window: Window, breakdown: Breakdown) -> tuple[DailyTotal, ...]:
    """The total of each day of the window, all in one currency."""
    totals: list[DailyTotal] = []
    for day, result in by_day(pages, window):
        if totals and totals[-1].day == day:
            raise refused(f"{day} came twice")
        billed, effective, currency = amounts(result.get("Total"), breakdown, totals[0].currency if totals else "")
        totals.append(DailyTotal(day, billed, effective, currency, estimated(result)))
    return tuple(totals)


def estimated(result: Json) -> bool:
    if not isinstance(flag := result.get("Estimated"), bool):
        raise refused("it does not say whether the bill is estimated")
    return flag


def read_costs(
    pages: Iterable[Json],
    window: Window,
    query: Query,
    breakdown: Breakdown,
    names: Mapping[str, str],
    currency: str,
) -> dict[Dimensions, list[Cost]]:
    """The costs of each series of the query, at most one a day, days ascending. `names` are those of accounts."""
    rows: dict[tuple[str, ...], list[Cost]] = {}
    for day, result in by_day(pages, window):
        for group in groups_of(result):
            costs = rows.setdefault(keys_of(group), [])
            if costs and costs[-1].day == day:
                raise refused(f"the group {group['Keys']} came twice on {day}")
            billed, effective, _ = amounts(group.get("Metrics"), breakdown, currency)
            costs.append(Cost(day, billed, effective))
    return {dimensions(keys, query, names, currency): costs for keys, costs in rows.items()}


def read_tagged(
    pages: Iterable[Json], tag_key: str, breakdown: Breakdown, totals: Sequence[DailyTotal]
) -> dict[str, bool]:
    """Every record type of the pages, and whether any of its cost has a value of the tag.

    The pages hold the whole bill: their sum is compared with the totals, as a lost page could hide a tag.
    """
    tagged: dict[str, bool] = {}
    missing, groups = sum((total.billed for total in totals), Decimal(0)), 0
    for group in (group for page in pages for result in page["ResultsByTime"] for group in groups_of(result)):
        keys = keys_of(group)
        if len(keys) != 2 or not fits(keys[0], RECORD_TYPE):
            raise refused(f"{keys!r} are not the group's keys")
        tagged[keys[0]] = tagged.get(keys[0], False) or bool(tags_of(keys[1], tag_key))
        missing, groups = missing - amounts(group.get("Metrics"), breakdown, totals[0].currency)[0], groups + 1
    if abs(missing) > (groups + len(totals)) * HALF_UNIT:
        raise refused(f"the bill by record type differs from the total by {missing}")
    return tagged


def groups_of(result: Json) -> list[Json]:
    if not isinstance(groups := (result or {}).get("Groups"), list):
        raise refused("a grouped result has no groups")
    return groups


def keys_of(group: Json) -> tuple[str, ...]:
    try:
        keys = tuple(group["Keys"])
        hash(keys)
    except (KeyError, TypeError):
        raise refused("a group has no keys") from None
    return keys


def dimensions(keys: tuple[str, ...], query: Query, names: Mapping[str, str], currency: str) -> Dimensions:
    """What the group keys stand for, together with what the query was filtered by."""
    grouped = (*query.group_by, *([query.tag_key] if query.tag_key else []))
    if len(keys) != len(grouped) or not all(map(fits, keys, grouped)):
        raise refused(f"{keys!r} are not the group's keys")
    known = {key: values[0] for key, values in query.only.items()} | dict(zip(query.group_by, keys, strict=False))
    account = known[ACCOUNT]
    return Dimensions(
        service=known[SERVICE],
        record_type=query.record_type,
        charge_category=charge_category(query.record_type),
        currency=currency,
        sub_account_id=account,
        sub_account_name=names.get(account, ""),
        tags=tags_of(keys[-1], query.tag_key),
    )


def tags_of(key: str, tag_key: str) -> tuple[tuple[str, str], ...]:
    """AWS writes `key$value`, `key$` for no value. Keys and values may hold a `$`: only the known key is cut off."""
    if not tag_key:
        return ()
    prefix = f"{tag_key}$"
    if not isinstance(key, str) or not key.startswith(prefix):
        raise refused(f"{key!r} is not a value of the tag {tag_key!r}")
    value = key.removeprefix(prefix)
    return ((tag_key, value),) if value else ()


def fits(key: object, name: str) -> bool:
    """True for text that the database can keep; PostgreSQL keeps no NUL character."""
    return isinstance(key, str) and "\0" not in key and len(key) <= LONGEST.get(name, 1000)


def amounts(metrics: object, breakdown: Breakdown, currency: str) -> tuple[Decimal, Decimal, str]:
    """Billed and effective cost and their currency, which must be `currency` unless that is empty."""
    try:
        billed, effective = (metrics[name] for name in (breakdown.billed_metric, breakdown.effective_metric))  # type: ignore[index]
        units = billed["Unit"], effective["Unit"]
        parsed = amount(billed["Amount"]), amount(effective["Amount"])
    except (KeyError, TypeError):
        raise refused("a cost has no amount or no currency") from None
    expected = currency or units[0]
    if units != (expected, expected):
        raise refused(f"amounts in {expected} and in {' and '.join(map(str, units))} cannot be one bill")
    if not currency and not CURRENCY.fullmatch(str(expected)):
        raise refused(f"{expected!r} is not a currency")
    return *parsed, expected


def amount(text: object) -> Decimal:
    """The amount, exactly. Refuses what is no number or would not fit ten decimals and fifteen digits before them."""
    if not isinstance(text, str):
        raise refused(f"{text!r} is not an amount")
    if PLAIN.fullmatch(text):
        return Decimal(text)
    try:
        value = Decimal(text) if NUMBER.fullmatch(text) else Decimal("NaN")
        if value.is_finite() and value.adjusted() < 15 and value == value.quantize(TEN_PLACES):
            return value.quantize(TEN_PLACES)
    except InvalidOperation:
        pass
    raise refused(f"{text[:40]!r} is not an amount with at most ten decimals")
