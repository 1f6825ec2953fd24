"""In which period an adjustment is billed: the next one of its currency that is not closed."""

import datetime as dt

from django.db.models import Q

from chargeback.billing.models import BillingPeriod
from chargeback.clock import add_months

from .models import Adjustment, Closing
from .states import held_period

State = Adjustment.State


def next_open_month(period: BillingPeriod) -> dt.date:
    """The first month after the period that is not closed, whether it has a period yet or not."""
    later = BillingPeriod.objects.filter(currency=period.currency, month__gt=period.month).order_by("month")
    if found := later.exclude(state=BillingPeriod.State.CLOSED).first():
        return found.month
    return add_months((later.last() or period).month, 1)


def next_open_period(period: BillingPeriod) -> BillingPeriod:
    """The first period after it that is not closed; made where there is none yet."""
    found, _ = BillingPeriod.objects.get_or_create(month=next_open_month(period), currency=period.currency)
    return found


def held_open_period(period: BillingPeriod) -> BillingPeriod:
    """The same, locked: nobody closes it before this transaction ends."""
    while True:
        found = held_period(next_open_period(period).pk)
        if found.state != BillingPeriod.State.CLOSED:
            return found


def post_rest(period: BillingPeriod) -> None:
    """What the period, just closed, did not bill waits in the next open one."""
    waiting = Adjustment.objects.filter(posted_in=period, state__in=[State.PROPOSED, State.HELD])
    if waiting.exists():
        waiting.update(posted_in=next_open_period(period))


def replace_older(closing: Closing) -> None:
    """Adjustments to an older version of the month that nobody was billed for are part of the new version now."""
    older = Q(comparison__closing__period=closing.period, comparison__closing__version__lt=closing.version)
    Adjustment.objects.filter(older, statement=None).exclude(state=State.REPLACED).update(state=State.REPLACED)
