"""TimePeriod and Granularity of a request -> the periods of its answer, within what Cost Explorer keeps."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chargeback.clock import add_months, days_between, next_month

from .errors import invalid, missing, not_one_of
from .limits import DAYS_OF_HOURS, MONTHS_KEPT, MONTHS_OF_MULTI_YEAR, ORDINARY, Limits

DAY = dt.timedelta(days=1)
NOT_HOURLY = "Hourly timePeriod is not supported for this request"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, not including, `end`; or one hour of the day `start`."""

    start: dt.date
    end: dt.date
    hour: int | None = None

    def written(self) -> dict[str, str]:
        """As TimePeriod shows it."""
        if self.hour is None:
            return {"Start": self.start.isoformat(), "End": self.end.isoformat()}
        start = dt.datetime.combine(self.start, dt.time(self.hour))
        return {"Start": f"{start.isoformat()}Z", "End": f"{(start + dt.timedelta(hours=1)).isoformat()}Z"}


def read_period(body: Mapping[str, Any], today: dt.date, limits: Limits = ORDINARY) -> tuple[dt.date, dt.date]:
    """Start and exclusive end of the request's TimePeriod, in days."""
    start, end = _ends(body)
    if start.time() != dt.time() or end.time() != dt.time() or _has_hours(body):
        raise invalid(NOT_HOURLY)
    _check_order(start, end, today)
    oldest = add_months(today, 1 - (MONTHS_OF_MULTI_YEAR if limits.multi_year else MONTHS_KEPT))
    if start.date() < oldest:
        months = MONTHS_OF_MULTI_YEAR if limits.multi_year else MONTHS_KEPT
        raise invalid(f"You haven't enabled historical data beyond {months} months.")
    return start.date(), end.date()


def read_periods(body: Mapping[str, Any], today: dt.date, limits: Limits) -> tuple[Period, ...]:
    """One period per entry of ResultsByTime. Raises CostExplorerError in the service's words."""
    granularity = _granularity(body)
    if granularity == "HOURLY":
        return _hours(body, today, limits)
    start, end = read_period(body, today, limits)
    _check_old_days(start, granularity, today)
    if granularity == "DAILY":
        return tuple(Period(day, day + DAY) for day in days_between(start, end))
    return tuple(months(start, end))


def _check_old_days(start: dt.date, granularity: str, today: dt.date) -> None:
    if start < add_months(today, 1 - MONTHS_KEPT) and (granularity != "MONTHLY" or start.day != 1):
        raise invalid(
            f"To retrieve data beyond the past {MONTHS_KEPT} months, "
            "your start date needs to be the first day of the month."
        )


def months(start: dt.date, end: dt.date) -> list[Period]:
    periods = []
    while start < end:
        periods.append(Period(start, min(next_month(start), end)))
        start = next_month(start)
    return periods


def _hours(body: Mapping[str, Any], today: dt.date, limits: Limits) -> tuple[Period, ...]:
    if not limits.hourly:
        raise invalid(NOT_HOURLY)
    start, end = _ends(body)
    _check_order(start, end, today)
    if start.date() < today - DAYS_OF_HOURS * DAY:
        raise invalid(f"You can retrieve hourly data for the past {DAYS_OF_HOURS} days only.")
    hours = int((end - start).total_seconds()) // 3600
    times = [start + dt.timedelta(hours=number) for number in range(hours)]
    return tuple(Period(time.date(), time.date() + DAY, time.hour) for time in times)


def _granularity(body: Mapping[str, Any]) -> str:
    granularity = body.get("Granularity")
    if granularity is None:
        raise missing("granularity")
    if granularity not in {"DAILY", "HOURLY", "MONTHLY"}:
        raise not_one_of("granularity", granularity, ("DAILY", "HOURLY", "MONTHLY"))
    return str(granularity)


def _check_order(start: dt.datetime, end: dt.datetime, today: dt.date) -> None:
    if start >= end:
        raise invalid("Start date (and hour) should be before end date (and hour)")
    if end.date() > next_month(today):
        raise invalid("end date past the beginning of next month")
    if start.date() > today:
        raise invalid("Start date cannot be after today")


def _ends(body: Mapping[str, Any]) -> tuple[dt.datetime, dt.datetime]:
    period = body.get("TimePeriod")
    if not isinstance(period, Mapping):
        raise missing("timePeriod")
    return read_moment("Start", period), read_moment("End", period)


def _has_hours(body: Mapping[str, Any]) -> bool:
    return any("T" in str(body["TimePeriod"].get(name)) for name in ("Start", "End"))


def read_moment(name: str, period: Mapping[str, Any]) -> dt.datetime:
    """A day or an hour of it, in UTC though without saying so."""
    text = period.get(name)
    if text is None:
        raise missing(f"timePeriod.{name.lower()}")
    try:
        if isinstance(text, str) and _DATE.fullmatch(text):
            return dt.datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        pass
    raise invalid(f"{name} time {text} is invalid. Valid format is: yyyy-MM-dd.")
