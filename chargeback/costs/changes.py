"""AWS's totals against what is stored -> the days that have to be asked in detail, and why. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chargeback.sources.batch import DailyTotal
from chargeback.sources.window import Window, next_day

# A total can stay the same while cost moves between accounts, services or tags: once a week all of it is asked again.
FULL_AFTER = dt.timedelta(days=7)
NARROW = dt.timedelta(days=31)  # changes further apart are asked in windows of their own


class Reason(StrEnum):
    """Why a day is asked in detail. Of several that hold the first counts."""

    NEW = "new"
    CHANGED = "changed"
    BREAKDOWN = "to be pulled apart differently"
    AGAIN = "to be asked again"
    ASKED = "asked for in full"
    OLD = "not asked in detail for a week"


@dataclass(frozen=True, slots=True)
class StoredDay:
    """What is stored of a day: the totals its records add up to, and the pull they came with."""

    billed: Decimal
    effective: Decimal
    currency: str
    pulled_at: dt.datetime
    breakdown: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a pull wants of the bill now. `breakdown` is a fingerprint; days pulled before `again_before` are due.

    Days before `details_from` are asked only when the total of a stored day has changed.
    """

    breakdown: str
    now: dt.datetime
    is_full: bool = False
    again_before: dt.datetime | None = None
    details_from: dt.date = dt.date.min


def days_to_ask(
    totals: Iterable[DailyTotal], stored: Mapping[dt.date, StoredDay], question: Question
) -> dict[dt.date, Reason]:
    """The days to ask in detail with the reason, in their order."""
    reasons = ((total.day, reason_to_ask(total, stored.get(total.day), question)) for total in totals)
    return {day: reason for day, reason in reasons if reason}


def reason_to_ask(total: DailyTotal, stored: StoredDay | None, question: Question) -> Reason | None:
    if stored and differs(total, stored):
        return Reason.CHANGED
    if total.day < question.details_from:
        return None
    return reason_to_repeat(stored, question) if stored else Reason.NEW


def reason_to_repeat(stored: StoredDay, question: Question) -> Reason | None:
    """Why a day is asked again though its total is the same."""
    if stored.breakdown != question.breakdown:
        return Reason.BREAKDOWN
    if question.again_before and stored.pulled_at < question.again_before:
        return Reason.AGAIN
    if question.is_full:
        return Reason.ASKED
    return Reason.OLD if question.now - stored.pulled_at > FULL_AFTER else None


def differs(total: DailyTotal, stored: StoredDay) -> bool:
    return (total.billed, total.effective, total.currency) != (stored.billed, stored.effective, stored.currency)


def spans_of(days: Collection[dt.date]) -> list[Window]:
    """The fewest windows that hold all `days`, in their order.

    A window costs about as many requests whether it has two days or thirty, so days between are asked along.
    """
    spans: list[Window] = []
    for day in sorted(days):
        if spans and day - spans[-1].end < NARROW:
            spans[-1] = Window(spans[-1].start, next_day(day))
        else:
            spans.append(Window(day, next_day(day)))
    return spans


def sentence(reasons: Mapping[dt.date, Reason]) -> str:
    """For example: 3 days changed, 1 day new."""
    found = Counter(reasons.values())
    return ", ".join(f"{found[reason]} day{'s' * (found[reason] > 1)} {reason}" for reason in Reason if found[reason])
