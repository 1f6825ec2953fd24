"""GetCostForecast: the coming days like those of the last four weeks, with an interval as wide as they vary."""

import datetime as dt
from collections.abc import Mapping, Sequence
from math import isqrt
from statistics import NormalDist
from typing import Any

from chargeback.clock import add_months, days_between

from ..bill import Bill
from ..errors import CostExplorerError, invalid, missing, not_one_of
from ..expressions import predicate
from ..periods import DAY, Period, months, read_moment
from ..protocol import SNAKE, Query, check_billing_view, write_amount
from .costs import METRIC

Body = Mapping[str, Any]
Json = dict[str, Any]
WEEKS = 4
INSUFFICIENT = (
    "DataUnavailableException",
    "Insufficient amount of historical data to generate forecast. Try a different time range.",
)


def get_cost_forecast(bill: Bill, body: Body) -> Json:
    periods = _periods(body, bill.today)
    check_billing_view(body)
    lately = _lately(bill, body)
    level = int(body.get("PredictionIntervalLevel") or 80)
    if not 51 <= level <= 99:
        raise invalid(f"Value '{level}' at 'predictionIntervalLevel' must be between 51 and 99.")
    means = [_mean(lately, period) for period in periods]
    spreads = [_spread(lately, period, level) for period in periods]
    return {
        "Total": {"Amount": write_amount(sum(means)), "Unit": bill.ledger.currency},
        "ForecastResultsByTime": [
            {
                "TimePeriod": period.written(),
                "MeanValue": write_amount(mean),
                "PredictionIntervalLowerBound": write_amount(mean - spread),
                "PredictionIntervalUpperBound": write_amount(mean + spread),
            }
            for period, mean, spread in zip(periods, means, spreads, strict=True)
        ],
    }


def _periods(body: Body, today: dt.date) -> Sequence[Period]:
    period = body.get("TimePeriod")
    if not isinstance(period, Mapping):
        raise missing("timePeriod")
    start, end = read_moment("Start", period).date(), read_moment("End", period).date()
    granularity = body.get("Granularity")
    if granularity not in {"DAILY", "MONTHLY"}:
        raise not_one_of("granularity", granularity, ("DAILY", "MONTHLY"))
    if start > today or start >= end:
        raise invalid("Start date must be no later than today and before the end date.")
    if end > add_months(today, 4 if granularity == "DAILY" else 19):
        raise invalid("The forecast covers at most 3 months of days or 18 months.")
    if granularity == "DAILY":
        return [Period(day, day + DAY) for day in days_between(start, end)]
    return months(start, end)


def _lately(bill: Bill, body: Body) -> dict[dt.date, int]:
    """What each of the last four weeks' days cost. Raises CostExplorerError when the bill is younger than that."""
    metric = SNAKE.get(body.get("Metric") or "")
    if metric is None or not metric.endswith("Cost"):
        raise not_one_of("metric", body.get("Metric"), tuple(name for name in SNAKE if name.endswith("COST")))
    days = days_between(bill.today - 7 * WEEKS * DAY, bill.today)
    periods = tuple(Period(day, day + DAY) for day in days)
    query = Query(periods, (metric,), (), f"forecast {body}", predicate(body.get("Filter")))
    totals = [METRIC[metric](bill.ledger, costs.total()) for costs in bill.answer(query).periods()]
    if not all(day in bill.ledger.days for day in days):
        raise CostExplorerError(*INSUFFICIENT)
    return dict(zip(days, totals, strict=True))


def _like(lately: Mapping[dt.date, int], day: dt.date) -> list[int]:
    """The costs of the four days of the same weekday."""
    return [cost for other, cost in lately.items() if other.weekday() == day.weekday()]


def _mean(lately: Mapping[dt.date, int], period: Period) -> int:
    return sum(sum(_like(lately, day)) // WEEKS for day in days_between(period.start, period.end))


def _spread(lately: Mapping[dt.date, int], period: Period, level: int) -> int:
    """Half the width of the interval that holds the cost with a probability of `level` in a hundred."""
    variance = 0
    for day in days_between(period.start, period.end):
        like = _like(lately, day)
        mean = sum(like) // WEEKS
        variance += sum((cost - mean) ** 2 for cost in like) // (WEEKS - 1)
    deviations = round(NormalDist().inv_cdf(0.5 + level / 200) * 1000)
    return isqrt(variance) * deviations // 1000
