"""Rows -> charges: the day, currency, series and cost of each line of the bill."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from allocation.engine.costs import ATTRIBUTES, COST_CATEGORY, Series

from .days import day_of
from .layout import CATEGORIES, DAY, TAGS, Layout
from .numbers import EMPTY, number
from .refusals import in_row
from .tables import Table

Key = tuple[str, ...]  # the values of the dimensions and tags that decide anything

NO_JSON = '{} is not a JSON object; write it as {{"project": "alpha"}}.'
ABSENT = {field.name: field.default for field in fields(Series)}


class Charge(NamedTuple):
    """One line of the bill. `row` is its text as it stands in the file, `number` its row as a spreadsheet counts."""

    number: int
    row: list[str]
    currency: str
    month: dt.date
    day: int
    key: Key
    cost: Decimal


def charges_of(table: Table, layout: Layout, only: dt.date | None) -> Iterator[Charge]:
    """The charges of a month, or of all months. Raises FocusError that names the row and column."""
    for place, row in table.rows:
        try:
            date = day_of(row[layout.day], DAY)
            month = date.replace(day=1)
            if only in (None, month):
                cost = number(row[layout.cost].strip(), layout.cost_name)
                currency = filled(row, () if layout.currency is None else (layout.currency,))
                yield Charge(place, row, currency, month, date.day - 1, key_of(row, layout), cost)
        except ValueError as error:
            raise in_row(place, str(error)) from None


def key_of(row: Sequence[str], layout: Layout) -> Key:
    """The values by which the charge is allocated. Raises ValueError when the tags cannot be read."""
    dimensions = [value_of(row, columns, name) for name, columns in layout.dimensions.items()]
    if not layout.tag_keys:
        return tuple(dimensions)
    tags = tags_of(row[layout.tags]) if layout.tags is not None else {}
    own = {key: filled(row, (column,)) for key, column in layout.tag_columns.items()}
    return (*dimensions, *(own.get(key) or tags.get(key, "") for key in layout.tag_keys))


def value_of(row: Sequence[str], columns: Sequence[int], dimension: str) -> str:
    """The dimension of a row. Raises ValueError when the cost categories cannot be read."""
    if columns and dimension.startswith(COST_CATEGORY):
        return tags_of(row[columns[0]], CATEGORIES).get(dimension.removeprefix(COST_CATEGORY), "")
    return filled(row, columns, dimension)


def filled(row: Sequence[str], columns: Sequence[int], dimension: str = "") -> str:
    """The first text that is not empty. Without any column, what the engine takes for an absent dimension."""
    if not columns:
        return str(ABSENT.get(dimension, ""))
    return next((row[column] for column in columns if row[column] not in EMPTY), "")


def series_of(key: Key, layout: Layout) -> Series:
    """The key as the engine's series. Dimensions that decide nothing are left out."""
    count = len(layout.dimensions)
    tags = zip(layout.tag_keys, key[count:], strict=True)
    dimensions = dict(zip(layout.dimensions, key[:count], strict=True))
    attributes = {name: dimensions.pop(name) for name in layout.dimensions if name.startswith(ATTRIBUTES)}
    return Series(
        **dimensions,
        tags={name: value for name, value in tags if value},
        attributes={name: value for name, value in attributes.items() if value},
    )


@lru_cache(maxsize=10_000)
def tags_of(text: str, column: str = TAGS) -> Mapping[str, str]:
    """Tags with a value, from a JSON object, or a list of keys and values. Raises ValueError with a sentence."""
    if text in EMPTY:
        return {}
    try:
        tags = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise ValueError(NO_JSON.format(column)) from None
    if isinstance(tags, list):  # repeated records, as BigQuery exports them
        tags = {one.get("key"): one.get("value") for one in tags if isinstance(one, dict)}
    if not isinstance(tags, dict):
        raise ValueError(NO_JSON.format(column))
    return {str(key): plain(value) for key, value in tags.items() if plain(value) not in EMPTY}


def plain(value: Any) -> str:
    """A tag's value as text. Half a surrogate pair, which JSON can spell, is no text that a file could hold."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "backslashreplace").decode()
