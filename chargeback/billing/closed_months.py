"""Which months are closed: of their costs only changes are pulled, which become adjustments. (CLOSED_MONTHS)"""

import datetime as dt

from chargeback.clock import month_start

from .models import BillingPeriod


def closed_months(start: dt.date, end: dt.date, currency: str) -> frozenset[dt.date]:
    """The months with a day from `start` up to, not including, `end` that are closed in the currency."""
    periods = BillingPeriod.objects.filter(month__gte=month_start(start), month__lt=end, currency=currency)
    return frozenset(periods.filter(state=BillingPeriod.State.CLOSED).values_list("month", flat=True))
