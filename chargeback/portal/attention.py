"""What needs attention -> sentences, each with the page where it is mended. Pure."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from allocation.engine.allocation import Reason
from chargeback.billing.attention_figures import Attention, NewTag, PoolException, Spike
from chargeback.billing.figures import Stamp

from . import display
from .explain.links import with_query

MOST_TAGS = 5
TROUBLES = {
    "stale": "has not been pulled for longer than it should",
    "missing": "has never been pulled",
    "failed": "could not be pulled the last time; the old data is kept",
    "waiting": "waits for its budget of requests",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source of costs and the one word for its state."""

    source: str
    state: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at, and the page where it is mended or shown."""

    words: str
    url: str
    label: str


def items(
    attention: Attention, troubles: Sequence[Trouble], stamp: Stamp, suffix: str, can_administer: bool
) -> list[Item]:
    """Everything that needs attention, the data first: whatever else is told rests on it."""
    return [
        *(trouble_item(one) for one in troubles),
        *tag_items(attention.new_tags, stamp, suffix),
        *(spike_item(one, stamp, suffix) for one in attention.spikes),
        *(pool_item(one, stamp, suffix, can_administer) for one in attention.pools),
    ]


def trouble_item(one: Trouble) -> Item:
    words = TROUBLES.get(one.state, f"is {one.state}")
    return Item(f"{one.source} {words}.", reverse("data"), "Open Data")


def tag_items(tags: Sequence[NewTag], stamp: Stamp, suffix: str) -> Iterator[Item]:
    """The new tag values in one sentence."""
    if not tags:
        return
    named = ", ".join(f"{one.key}={one.value} ({display.money(one.amount)})" for one in tags[:MOST_TAGS])
    more = f" and {len(tags) - MOST_TAGS} more" if len(tags) > MOST_TAGS else ""
    total = display.money(sum((one.amount for one in tags), Decimal(0)))
    one = "1 tag value is" if len(tags) == 1 else f"{len(tags)} tag values are"
    url = with_query(reverse("unallocated", args=[stamp.month]), suffix, reason=Reason.UNKNOWN_VALUE.value)
    yield Item(f"{one} new and known to no project, {stamp.currency} {total}: {named}{more}.", url, "Assign")


def spike_item(one: Spike, stamp: Stamp, suffix: str) -> Item:
    """For example "AWS Glue cost USD 9,500.00 more than usual on 5 days, 19 to 23 Aug 2026"."""
    days = display.days(one.first, one.last + dt.timedelta(days=1))
    when = f"on {days}" if one.days == 1 else f"on {one.days} days, {days}"
    words = (
        f"{one.name} cost {stamp.currency} {display.money(one.amount)} more than usual {when}; "
        f"its usual day costs {display.money(one.usual)}."
    )
    if one.kind == "team":
        address, service = reverse("lines", args=[stamp.month, one.slug]), None
    else:
        address, service = reverse("all-lines", args=[stamp.month]), one.slug
    url = with_query(address, suffix, by="day", service=service, first=one.first, last=one.last)
    return Item(words, url, "Its lines")


def pool_item(one: PoolException, stamp: Stamp, suffix: str, can_administer: bool) -> Item:
    words = f"The pool {one.name} was not shared by its key: {one.note}."
    if can_administer and one.lacks_readings:
        return Item(words, reverse("admin:allocation_reading_changelist"), "Enter readings")
    if can_administer:
        return Item(words, reverse("admin:allocation_pool_changelist"), "Open the pools")
    url = with_query(reverse("all-lines", args=[stamp.month]), suffix, part="shared", pool=one.pool)
    return Item(words, url, "Its lines")
