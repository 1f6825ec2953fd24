"""What a draft would do to the months that are still open, before it counts.

draft, month  ->  inputs.read_inputs          the records and control totals that a run would read
both sides    ->  allocation.engine.allocate  the rulebook as it is, and as the draft makes it
              ->  engine.difference           per team, per pool, which series moved where
              ->  DraftMonth                  the only thing that is stored
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allocation.drafts import DraftRefusedError
from allocation.drafts.ending import MOVED_ON
from allocation.engine.allocate import allocate
from allocation.engine.difference import Difference, difference
from allocation.engine.money import from_units
from allocation.engine.rulebook import Rulebook, RulebookError
from allocation.models import Draft
from allocation.rulebook import load_rulebook, rulebook_from_json
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue

from .draft_rows import move_row, pool_row, team_row
from .inputs import Inputs, read_inputs
from .models import BillingPeriod, DraftMonth
from .runs import is_same

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_MONTHS, MOST_MOVES = 13, 300


@dataclass(frozen=True, slots=True)
class Sides:
    """The rulebook as it is and as a draft makes it, with the draft's fingerprints."""

    draft: Draft
    before: Rulebook
    after: Rulebook


def open_periods() -> list[BillingPeriod]:
    """The periods that a change of rules can reach, newest first: with a run, not closed, thirteen months at most."""
    periods = BillingPeriod.objects.exclude(current_run=None).exclude(state=BillingPeriod.State.CLOSED)
    shown = periods.select_related("current_run").defer("current_run__rulebook")
    found = list(shown.order_by("-month", "currency"))
    months = sorted({period.month for period in found}, reverse=True)[:MOST_MONTHS]
    return [period for period in found if period.month in months]


def closed_months() -> list[dt.date]:
    """The months that keep their numbers whatever is changed, newest first."""
    closed = BillingPeriod.objects.filter(state=BillingPeriod.State.CLOSED)
    return sorted(set(closed.values_list("month", flat=True)), reverse=True)[:MOST_MONTHS]


def sides_of(draft: Draft) -> Sides:
    """Raises DraftRefusedError when the rulebook has moved on since the draft was made."""
    before = load_rulebook()
    if before.fingerprint() != draft.base_fingerprint:
        raise DraftRefusedError(MOVED_ON)
    return Sides(draft, before, rulebook_from_json(draft.rulebook))


def start_preview(draft: Draft, months: Sequence[dt.date], user: "User", now: dt.datetime) -> Job | None:
    """One month is looked at now; more are a job. Raises DraftRefusedError when there is nothing to look at."""
    wanted = [period for period in open_periods() if period.month in months]
    if not wanted:
        raise DraftRefusedError("None of these months is open and calculated, so there is nothing to look at.")
    if len({period.month for period in wanted}) > 1:
        names = sorted({f"{period.month:%Y-%m}" for period in wanted}, reverse=True)
        return queue("preview", f"preview:{draft.pk}", {"draft": draft.pk, "months": names}, user, now)
    sides = sides_of(draft)
    for period in wanted:
        preview(sides, period, now)
    return None


def preview_months(
    draft: Draft, months: Sequence[dt.date], now: Callable[[], dt.datetime], report: Callable[[int, int, str], None]
) -> int:
    """Looks at each month, newest first, and tells how far it is. Returns how many periods were looked at."""
    sides = sides_of(draft)
    wanted = [period for period in open_periods() if period.month in months]
    for done, period in enumerate(wanted):
        report(done, len(wanted), f"{done} of {len(wanted)} months, now {period}")
        preview(sides, period, now())
    return len(wanted)


def preview(sides: Sides, period: BillingPeriod, now: dt.datetime) -> DraftMonth:
    """The period before and after, stored in the place of an older look at it. Raises DraftRefusedError."""
    inputs = read_inputs(period.month, period.currency, period.basis)
    try:
        before, after = (allocate(one, inputs.series, inputs.costs) for one in (sides.before, sides.after))
    except RulebookError as error:
        raise DraftRefusedError("The month cannot be calculated: " + " ".join(error.problems)) from None
    told = difference(before, after, inputs.series, inputs.costs)
    values = values_of(sides, period, inputs, told) | {"made_at": now}
    row, _ = DraftMonth.objects.update_or_create(
        draft=sides.draft, month=period.month, currency=period.currency, defaults=values
    )
    return row


def values_of(sides: Sides, period: BillingPeriod, inputs: Inputs, told: Difference) -> dict[str, object]:
    run = period.current_run
    names = names_in(sides)
    return {
        "base_fingerprint": sides.before.fingerprint(),
        "fingerprint": sides.after.fingerprint(),
        "inputs_fingerprint": inputs.fingerprint,
        "bill": str(from_units(sum(inputs.controls.values()))),
        "is_estimated": inputs.is_estimated,
        "is_shown": run is not None and is_same(run, inputs, sides.before.fingerprint(), period.basis),
        "teams": [team_row(one, names) for one in told.teams],
        "pools": [pool_row(one, names) for one in told.pools],
        "moves": [move_row(one) for one in told.moves[:MOST_MOVES]],
        "more_moves": max(0, len(told.moves) - MOST_MOVES),
    }


def names_in(sides: Sides) -> dict[str, str]:
    """Names of teams and pools by kind and slug; those of the draft where both have one."""
    return {
        f"{kind}:{one.slug}": one.name
        for book in (sides.before, sides.after)
        for kind, entries in (("team", book.teams), ("pool", book.pools))
        for one in entries
    }
