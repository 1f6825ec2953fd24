"""History -> what its pages show. Pure: no request, no database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from allocation.history.changes import PER_PAGE, Change, ThingChanged

from ..converters import Moment
from ..help import Help
from .tables import changes_table

HELP = Help(
    "Everything that was changed about who pays and who may see it: rules, projects, teams, members, owners, pools, "
    "splits, readings, options. It is written down by the database itself, so imports, bulk changes and changes past "
    "the portal are here too. Nobody can change or delete an entry.",
    (
        ("Who", "The person who sent the form, or ran the command. 'Not known': changed with SQL, past the portal."),
        ("Why", "The reason that was written with the change."),
    ),
)
SHOWN_FIELDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a thing. `more` counts fields that are not shown: an import can change thousands of readings."""

    told: ThingChanged
    fields: Sequence[object]
    more: int


def changes_page(changes: Sequence[Change], query: QueryDict) -> dict[str, object]:
    older = changes[-1].at if len(changes) >= PER_PAGE else None
    return {"table": changes_table(changes, query), "help": HELP, "older": Moment().to_url(older) if older else ""}


def change_page(at: dt.datetime, things: Sequence[ThingChanged]) -> dict[str, object]:
    return {"at": at, "entries": entries(things), "author": things[0].author, "help": HELP}


def thing_page(things: Sequence[ThingChanged]) -> dict[str, object]:
    newest = things[0]
    return {"kind": newest.kind, "name": newest.version.name, "entries": entries(things), "help": HELP}


def entries(things: Sequence[ThingChanged]) -> list[Entry]:
    return [
        Entry(one, one.version.fields[:SHOWN_FIELDS], max(0, len(one.version.fields) - SHOWN_FIELDS)) for one in things
    ]
