"""The costs of a month that has been run, for the check of a rulebook: what would each rule match? (RULEBOOK_COSTS)"""

import datetime as dt
from collections.abc import Sequence

from allocation.engine.costs import MonthOfCosts, Series

from .inputs import read_inputs
from .models import BillingPeriod


def month_costs(month: dt.date) -> dict[str, tuple[Sequence[Series], MonthOfCosts]]:
    """By currency, the costs that are stored for the month now. Empty when the month has no run."""
    periods = BillingPeriod.objects.filter(month=month).exclude(current_run=None).order_by("currency")
    inputs = {period.currency: read_inputs(month, period.currency, period.basis) for period in periods}
    return {currency: (one.series, one.costs) for currency, one in inputs.items()}
