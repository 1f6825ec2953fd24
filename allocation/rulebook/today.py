"""Which day it is for the administration and the commands of the rulebook: the same as chargeback.clock says."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    """Today in UTC, or the day that the settings pin."""
    day: dt.date | None = settings.TODAY
    return day or now().date()


def this_month() -> dt.date:
    return today().replace(day=1)


def last_month() -> dt.date:
    """The first day of the month before today's: the newest one that is over."""
    return (this_month() - dt.timedelta(days=1)).replace(day=1)
