"""The close of a period, in one transaction: all statements issued and the period closed, or nothing.

period locked, sources held  ->  checks.checklist    every red one overridden, or the close is refused
run                          ->  billing.verify      all its sums added up anew
                             ->  Closing, audit      the log is chained up to here
                             ->  issuing             statements with numbers and the log's head
                             ->  guards              the run's tables refuse to be emptied
                             ->  StateChange, state  closed
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.engine.money import from_cents, to_cents, to_units
from chargeback.audit.chain import chain, head
from chargeback.billing.models import BillingPeriod
from chargeback.billing.partitions import hold_keyed
from chargeback.billing.runs import hold_sources
from chargeback.billing.stamps import NoRunError
from chargeback.billing.verify import run_problems

from .checks import Check, checklist, closeable, name_of, next_version
from .guards import guard_results
from .issuing import issue_all
from .models import LONGEST_REASON, Closing, StateChange
from .posting import post_rest, replace_older
from .states import ClosingRefusedError, State, change_state, held_period

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_NOTE = 2000


@transaction.atomic
def close_period(pk: int, user: "User", note: str, now: dt.datetime, today: dt.date, run: int | None = None) -> Closing:
    """The period is closed and its statements are issued. Raises ClosingRefusedError; then nothing has happened.

    `run` is the run that the user has seen: the close is refused when another one is current by now.
    """
    period = held_period(pk)
    refuse_closed(period)
    hold_sources(period.month, period.currency)
    try:
        subject = closeable(period, now, today, user)
    except NoRunError as error:
        raise ClosingRefusedError(f"{error} Run it first.") from None
    if run is not None and run != subject.run.pk:
        raise ClosingRefusedError("The month was calculated anew since you opened the page. Look at it again.")
    checks = checklist(subject)
    refuse_red(period, checks)
    if problems := list(run_problems(subject.run)):
        raise ClosingRefusedError(f"{period} cannot be closed: {' '.join(problems)}")
    return close_checked(period, user, note.strip()[:MOST_NOTE], now, checks)


def refuse_closed(period: BillingPeriod) -> None:
    if period.state == State.CLOSED:
        last = StateChange.objects.filter(period=period, after=State.CLOSED).order_by("at", "pk").last()
        when = f" since {last.at:%Y-%m-%d %H:%M} UTC, by {name_of(last.by)}" if last else ""
        raise ClosingRefusedError(f"{period} is closed already{when}.")


def refuse_red(period: BillingPeriod, checks: Sequence[Check]) -> None:
    red = [f"{check.label} ({check.name}): {check.says}" for check in checks if not check.lets_close]
    if red:
        raise ClosingRefusedError(f"{period} is not ready to be closed. {' '.join(red)}")


def close_checked(period: BillingPeriod, user: "User", note: str, now: dt.datetime, checks: Sequence[Check]) -> Closing:
    run = period.current_run
    if run is None:
        raise ClosingRefusedError(f"{period} has no run yet.")
    hold_keyed()  # in the order of runs, before triggers are put on the run's tables
    change_state(period, State.CLOSED, user, note[:LONGEST_REASON], now)
    closing = Closing.objects.create(
        period=period,
        version=next_version(period),
        run=run,
        by=user,
        at=now,
        note=note,
        checks=[asdict(check) for check in checks],
        bill=from_cents(to_cents(to_units(run.control_total))),
    )
    replace_older(closing)
    chain(now)  # so that the head on the statements covers reviews, overrides and this close
    issue_all(closing, str(head() or ""))
    guard_results(run.pk)
    post_rest(period)
    return closing
