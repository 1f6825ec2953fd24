"""What a digest tells of tags: keys that are in no bill, new values that no project knows, cost without an owner."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Max, Sum

from allocation.engine.allocation import Reason
from chargeback.billing.models import BillingPeriod, Charge
from chargeback.billing.tag_values import ValueRow, unknown_values
from chargeback.costs.models import DailyControl
from chargeback.costs.tag_advice import advice
from chargeback.costs.tag_keys import used_keys

from .figures import Point, Section
from .words import plain, quoted

LISTED = 10
WHOLE = 600  # characters of a sentence of ours with an admin's key in it
A_WEEK = dt.timedelta(days=7)
WORTH_TELLING = Decimal("0.1")  # a week's cost without an owner that changed by less is the usual up and down
SMALLEST = Decimal(10)  # of the currency unit, a week
WITHOUT_OWNER = (Reason.NO_TAG, Reason.UNKNOWN_VALUE)


def tag_sections(since: dt.datetime, day: dt.date) -> Iterator[Section]:
    """The sections about tags that have something to tell on the day, in order."""
    if points := tuple(inactive_keys(day)):
        yield Section("Tag keys that are not in the bill", points[:LISTED], len(points[LISTED:]), "tags")
    if points := tuple(new_values(since.date())):
        yield Section("New tag values that no project knows", points[:LISTED], len(points[LISTED:]), "tag-values")
    if points := tuple(changes(day)):
        yield Section("Cost without an owner", points, page="tags")


def inactive_keys(day: dt.date) -> Iterator[Point]:
    for used in used_keys():
        if told := advice(used, day):
            commands = " Then: ".join(filter(None, [told.activate, told.backfill]))
            yield Point(plain(told.sentence, WHOLE), plain(commands or told.steps[0], WHOLE))


def new_values(since: dt.date) -> Iterator[Point]:
    """Values that were noticed since the day and still have no project, dearest first."""
    for currency in currencies():
        for row in unknown_values(currency).rows:
            if row.noticed and row.noticed >= since and not row.project:
                yield value_point(row, currency)


def value_point(row: ValueRow, currency: str) -> Point:
    first = f", first billed on {row.first_day:%d %b %Y}" if row.first_day else ""
    sentence = f"{quoted(row.value)} ({plain(row.key)}): {amount(row.cost)} {currency} so far{first}"
    if row.guess is None:
        return Point(f"{sentence}.")
    guess = f"Probably {quoted(row.guess.value)}: {row.guess.similarity} % alike, {row.guess.why}."
    return Point(f"{sentence}.", guess)


def currencies() -> list[str]:
    known = BillingPeriod.objects.exclude(current_run=None)
    return sorted(set(known.values_list("currency", flat=True)))


def changes(day: dt.date) -> Iterator[Point]:
    """How a week's cost without an owner moved since the week before, where that is worth telling."""
    for currency in currencies():
        last_day = newest_day(currency, day)
        if last_day is None:
            continue
        until = last_day + dt.timedelta(days=1)
        now = without_owner(currency, until - A_WEEK, until)
        before = without_owner(currency, until - 2 * A_WEEK, until - A_WEEK)
        if abs(now - before) >= max(SMALLEST, WORTH_TELLING * abs(before)):
            yield Point(change_in_words(now, before, currency, last_day))


def newest_day(currency: str, day: dt.date) -> dt.date | None:
    """The last day before `day` with stored cost: today itself is not over."""
    stored = DailyControl.objects.filter(currency=currency, day__lt=day)
    newest: dt.date | None = stored.aggregate(newest=Max("day"))["newest"]
    return newest


def without_owner(currency: str, start: dt.date, until: dt.date) -> Decimal:
    """What the shown runs left with nobody on these days, for want of a tag or of a project that knows its value."""
    runs = BillingPeriod.objects.filter(currency=currency).exclude(current_run=None).values("current_run")
    charges = Charge.objects.filter(run__in=runs, team=None, reason__in=WITHOUT_OWNER, day__gte=start, day__lt=until)
    found: Decimal = charges.aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]
    return found


def change_in_words(now: Decimal, before: Decimal, currency: str, last_day: dt.date) -> str:
    way = "rose" if now > before else "fell"
    return (
        f"Cost without a tag, or with a value that no project knows, {way} from {amount(before)} to {amount(now)} "
        f"{currency} a week (the seven days to {last_day:%d %b %Y} against the seven before)."
    )


def amount(value: Decimal) -> str:
    return f"{value:,.2f}"
