"""A month as it was known on a day, as CSV: one row for each team and cause; `change` is what the cause moved."""

from collections.abc import Iterable

from chargeback.billing.figures import Stamp
from chargeback.closing.known import Known, KnownTeam

from .cells import Value
from .csv_files import csv_bytes

COLUMNS = (
    "month",
    "currency",
    "known_on",
    "state",
    "run",
    "run_now",
    "team",
    "team_name",
    "then",
    "now",
    "why",
    "change",
)


def known_csv(stamp: Stamp, known: Known | None) -> bytes:
    """Amounts of a team stand on its first row only, so that every column adds up. Empty when nothing was known."""
    return csv_bytes(COLUMNS, known_rows(known) if known else ())


def known_rows(known: Known) -> Iterable[tuple[Value, ...]]:
    start = (f"{known.month:%Y-%m}", known.currency, known.on, known.state, known.run_then, known.run_now)
    for team in sorted(known.teams, key=lambda one: one.slug or "~"):
        for place, (why, change) in enumerate(causes(team)):
            amounts = (None, None) if place else (team.then, team.now)
            yield (*start, team.slug, team.name, *amounts, why, change)


def causes(team: KnownTeam) -> tuple[tuple[str, Value], ...]:
    return team.why or (("", None),)
