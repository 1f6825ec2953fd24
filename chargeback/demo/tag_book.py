"""Which cost allocation tags are active, since when, and from which day on they show in the bill."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from chargeback.clock import add_months

from .errors import CostExplorerError, invalid

ALWAYS = dt.date.min
ONCE_A = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class TagState:
    """`visible_from` is the first day on which costs carry the tag; None: never. `updated` is the last change."""

    key: str
    visible_from: dt.date | None
    updated: dt.date | None = None

    @property
    def is_active(self) -> bool:
        return self.visible_from is not None


@dataclass(frozen=True, slots=True)
class Backfill:
    """A request to show active tags on days before they were activated. It is done at `completed`."""

    since: dt.date
    requested: dt.datetime
    completed: dt.datetime


@dataclass(slots=True)
class TagBook:
    """The tags of a payer as people have set them. Keys that nobody touched are as the ledger says."""

    backfill_takes: dt.timedelta = dt.timedelta(0)
    changed: dict[str, TagState] = field(default_factory=dict)
    backfills: list[Backfill] = field(default_factory=list)

    def set_status(self, key: str, is_active: bool, today: dt.date) -> None:
        """An activated tag shows from today on, not before; a tag that is deactivated shows nowhere."""
        self.changed[key] = TagState(key, today if is_active else None, today)

    def start_backfill(self, since: dt.date, today: dt.date, now: dt.datetime) -> Backfill:
        """A backfill from the first of a month within twelve months, one a day. Raises CostExplorerError."""
        if since.day != 1 or not add_months(today, -12) <= since <= today:
            raise invalid("Backfill date must be the first day of a month and within the last twelve months.")
        if self.backfills and now - self.backfills[-1].requested < ONCE_A:
            raise CostExplorerError(
                "BackfillLimitExceededException", "A backfill was requested within the last 24 hours. Try again later."
            )
        self.backfills.append(Backfill(since, now, now + self.backfill_takes))
        return self.backfills[-1]

    def has_ended(self, since: dt.datetime, now: dt.datetime) -> bool:
        """Whether a backfill ended between the two moments."""
        return any(since < backfill.completed <= now for backfill in self.backfills)

    def states(self, keys: Iterable[str], inactive: frozenset[str], now: dt.datetime) -> dict[str, TagState]:
        """Every key's state after the backfills that are done by now."""
        untouched = {key: TagState(key, None if key in inactive else ALWAYS) for key in keys}
        states = untouched | {key: state for key, state in self.changed.items() if key in untouched}
        for backfill in self.backfills:
            if backfill.completed <= now:
                states = {key: _shown_from(state, backfill) for key, state in states.items()}
        return states


def _shown_from(state: TagState, backfill: Backfill) -> TagState:
    """A backfill concerns the tags that were active when it was asked for."""
    if state.visible_from is None or (state.updated or ALWAYS) > backfill.requested.date():
        return state
    return replace(state, visible_from=min(state.visible_from, backfill.since))
