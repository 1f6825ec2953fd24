"""A stored run's rulebook -> Rulebook: the way back from `Rulebook.as_json`."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

from allocation.engine.rulebook import Rulebook

Reader = Callable[[Any], Any]


def rulebook_from_json(tree: Mapping[str, Any]) -> Rulebook:
    """The rulebook of which `tree` is the parsed JSON. Writing it again gives the same text."""
    rulebook: Rulebook = reader_of(Rulebook)(tree)
    return rulebook


@cache
def reader_of(kind: Any) -> Reader:
    """What makes a value of a field's type from its JSON. Fields that a later release adds need nothing here."""
    if get_origin(kind) is tuple:
        return partial(read_items, reader_of(get_args(kind)[0]))
    if NoneType in get_args(kind):
        return partial(read_optional, reader_of(get_args(kind)[0]))
    if is_dataclass(kind):
        readers = {name: reader_of(hint) for name, hint in get_type_hints(kind).items()}
        return partial(read_fields, cast(Callable[..., Any], kind), readers)
    if kind is dt.date:
        return dt.date.fromisoformat
    return kind if kind is Fraction or issubclass(kind, Enum) else as_it_is


def read_items(read: Reader, items: list[Any]) -> tuple[Any, ...]:
    return tuple(map(read, items))


def read_optional(read: Reader, value: Any) -> Any:
    return None if value is None else read(value)


def read_fields(kind: Callable[..., Any], readers: Mapping[str, Reader], fields: Mapping[str, Any]) -> Any:
    """The value; a field that an earlier release did not write has its default."""
    return kind(**{name: read(fields[name]) for name, read in readers.items() if name in fields})


def as_it_is(value: Any) -> Any:
    return value
