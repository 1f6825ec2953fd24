"""Every series of a ledger, column by column, so that filters and groups look at each distinct value once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .dimensions import DIMENSIONS, Dimensions

Column = tuple[str, str]  # type and key as in GroupBy: ("TAG", "project")
Mask = np.ndarray  # one boolean per series


@dataclass(frozen=True, slots=True)
class Coded:
    """A text per series: the distinct ones, and the number of each series' own."""

    values: tuple[str, ...]
    codes: np.ndarray

    def among(self, wanted: Collection[str]) -> Mask:
        chosen: Mask = np.array([value in wanted for value in self.values], dtype=bool)[self.codes]
        return chosen


class Category(Protocol):
    """What a table must know of a cost category."""

    @property
    def name(self) -> str: ...

    def coded(self, view: "View") -> Coded: ...


class SeriesTable:
    """The series of a ledger and what sorts them into cost categories. Columns are made when first asked for."""

    def __init__(self, series: Sequence[Dimensions], categories: Sequence[Category] = ()) -> None:
        self.series = tuple(series)
        self.categories: Mapping[str, Category] = {category.name: category for category in categories}
        self.columns: dict[tuple[Column, frozenset[str]], Coded] = {}

    def view(self, hidden_tags: frozenset[str] = frozenset()) -> "View":
        return View(self, hidden_tags)


@dataclass(frozen=True, slots=True)
class View:
    """A table as Cost Explorer shows it on days on which some tags were not active."""

    table: SeriesTable
    hidden_tags: frozenset[str]

    def column(self, column: Column) -> Coded:
        key = column, self.hidden_tags
        if key not in self.table.columns:
            self.table.columns[key] = self._column(*column)
        return self.table.columns[key]

    def among(self, column: Column, wanted: Collection[str]) -> Mask:
        """Which series have one of the wanted values."""
        return self.column(column).among(wanted)

    def all(self) -> Mask:
        return np.ones(len(self.table.series), dtype=bool)

    def supported(self) -> Mask:
        """Which series belong to a service with product attributes."""
        return np.array([series.has_attributes for series in self.table.series], dtype=bool)

    def tag_keys(self) -> frozenset[str]:
        return frozenset(key for series in self.table.series for key, _ in series.tags) - self.hidden_tags

    def _column(self, kind: str, key: str) -> Coded:
        if kind == "TAG":
            return code(() if key in self.hidden_tags else (each.tag(key) for each in self.table.series), self)
        if kind == "PRODUCT_ATTRIBUTE":
            return code((each.attribute(key) for each in self.table.series), self)
        if kind == "COST_CATEGORY":
            known = self.table.categories.get(key)
            return known.coded(self) if known else code((), self)
        return code(map(DIMENSIONS[key], self.table.series), self)


def code(texts: Iterable[str], view: View) -> Coded:
    """The texts, one per series of the view; no texts stand for an empty one each."""
    known: dict[str, int] = {}
    codes = np.fromiter((known.setdefault(text, len(known)) for text in texts), dtype=np.int32)
    if not known:
        return Coded(("",), np.zeros(len(view.table.series), dtype=np.int32))
    return Coded(tuple(known), codes)
