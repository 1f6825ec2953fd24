"""Events of the tables -> plain values, oldest first, for the things that people know: a rule, a project, a pool ..."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from allocation.models import (
    EVENTS,
    AllocationOptions,
    Driver,
    MappingRule,
    Membership,
    Owner,
    Pool,
    Project,
    ProjectTag,
    Reading,
    RuleCondition,
    Share,
    SplitRule,
    Team,
    Tenure,
)

Table = type[Model]


@dataclass(frozen=True, slots=True)
class Event:
    """A row as it was after an insert or an update, or before a delete. `change` groups what was done together."""

    table: Table
    row: int
    thing: int
    label: str
    at: dt.datetime
    change: uuid.UUID | None
    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its own table, and the tables whose rows belong to it, with the column that says to which."""

    name: str
    table: Table
    parts: Mapping[Table, str]

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.table, *self.parts)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("rule", MappingRule, {RuleCondition: "rule_id"}),
        Kind("project", Project, {ProjectTag: "project_id", Tenure: "project_id"}),
        Kind("team", Team, {Membership: "team_id"}),
        Kind("owner", Owner, {}),
        Kind("pool", Pool, {SplitRule: "pool_id", Share: "split_rule_id"}),
        Kind("driver", Driver, {Reading: "driver_id"}),
        Kind("options", AllocationOptions, {}),
    )
}


def events_of(kind: Kind, things: Collection[int]) -> dict[int, list[Event]]:
    """All events of these things by their id, oldest first; those of their parts with them."""
    found: dict[int, list[Event]] = {thing: [] for thing in things}
    for table in kind.tables:
        for event in events_of_table(kind, table, things):
            found[event.thing].append(event)
    for events in found.values():
        events.sort(key=lambda event: (event.at, event.number))
    return found


def events_of_table(kind: Kind, table: Table, things: Collection[int]) -> Iterator[Event]:
    column = kind.parts.get(table, "pgh_obj_id")
    owners = pools_of_splits(things) if table is Share else {thing: thing for thing in things}
    rows = EVENTS[table]._default_manager.filter(**{f"{column}__in": list(owners)}).order_by("pgh_id").values()
    for row in rows:
        yield event_of(table, row, owners[row[column]])


def event_of(table: Table, row: dict[str, Any], thing: int) -> Event:
    values = {column: value for column, value in row.items() if not column.startswith("pgh_")}
    return Event(
        table,
        row["pgh_obj_id"],
        thing,
        row["pgh_label"],
        row["pgh_created_at"],
        row["pgh_context_id"],
        row["pgh_id"],
        values,
    )


def pools_of_splits(pools: Collection[int]) -> dict[int, int]:
    """Every split rule that these pools ever had, with its pool."""
    splits = EVENTS[SplitRule]._default_manager.filter(pool_id__in=list(pools))
    return dict(splits.values_list("pgh_obj_id", "pool_id"))


def things_changed(kind: Kind, at: dt.datetime) -> set[int]:
    """The ids of the things of which anything changed in the transaction that began at `at`."""
    found: set[int] = set()
    for table in kind.tables:
        column = kind.parts.get(table, "pgh_obj_id")
        ids = set(EVENTS[table]._default_manager.filter(pgh_created_at=at).values_list(column, flat=True))
        found |= set(pools_with_splits(ids).values()) if table is Share else ids
    return found


def pools_with_splits(splits: Iterable[int]) -> dict[int, int]:
    rows = EVENTS[SplitRule]._default_manager.filter(pgh_obj_id__in=list(splits))
    return dict(rows.values_list("pgh_obj_id", "pool_id"))
