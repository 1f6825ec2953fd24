"""GetAnomalies: services of an account that suddenly cost far more than in the two weeks before."""

import datetime as dt
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chargeback.clock import days_between

from ..bill import Bill
from ..dimensions import Dimensions
from ..errors import invalid, missing
from ..expressions import predicate
from ..ledger import UNIT
from ..periods import DAY, Period, read_moment
from ..protocol import Query
from .costs import stamp
from .lists import page_of

Body = Mapping[str, Any]
Json = dict[str, Any]
DAYS_KEPT = 90
BEFORE = 14  # days that say what is usual
LEAST = 500 * UNIT  # dollars a day
MONITOR = "arn:aws:ce::{account}:anomalymonitor/00000000-0000-4000-8000-000000000001"
# A fee that comes once a month is no surprise.
ONLY_USAGE = {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Usage"]}}


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Days in a row on which one service of an account cost more than usual; amounts in 10^-24."""

    account: str
    service: str
    start: dt.date
    end: dt.date
    worst: int
    actual: int
    expected: int

    @property
    def impact(self) -> int:
        return self.actual - self.expected


def get_anomalies(bill: Bill, body: Body) -> Json:
    """Nobody has given feedback, so that a search for feedback finds nothing."""
    start, end = _interval(body, bill.today)
    found = [] if body.get("Feedback") else list(anomalies(bill, start, end))
    asked = _impact(body.get("TotalImpact"))
    entries = [_entry(bill, anomaly) for anomaly in found if asked(anomaly.impact / UNIT)]
    monitor = body.get("MonitorArn")
    entries = [entry for entry in entries if monitor in {None, entry["MonitorArn"]}]
    shown, token = page_of(body, entries, "NextPageToken", default=100)
    return {"Anomalies": list(shown), **({"NextPageToken": token} if token else {})}


def anomalies(bill: Bill, start: dt.date, end: dt.date) -> Iterator[Anomaly]:
    """Those that began between the two days, both included, ordered by their first day."""
    days = days_between(start - BEFORE * DAY, min(end + DAY, bill.today))
    costs = _costs(bill, days)
    found = [each for keys, by_day in costs.items() for each in _unusual(keys, by_day, days)]
    yield from sorted(found, key=lambda anomaly: (anomaly.start, anomaly.account, anomaly.service))


def _costs(bill: Bill, days: list[dt.date]) -> dict[tuple[str, ...], dict[dt.date, int]]:
    """What every account's services cost on each day."""
    columns = (("DIMENSION", "LINKED_ACCOUNT"), ("DIMENSION", "SERVICE"))
    periods = tuple(Period(day, day + DAY) for day in days)
    query = Query(periods, (), columns, f"anomalies {days[:1]} {days[-1:]}", predicate(ONLY_USAGE))
    costs: dict[tuple[str, ...], dict[dt.date, int]] = {}
    for period in bill.answer(query).periods():
        for group in period.groups(0, len(period)):
            costs.setdefault(group.keys, {})[period.period.start] = group.sums[0]
    return costs


def _unusual(keys: tuple[str, ...], costs: Mapping[dt.date, int], days: list[dt.date]) -> Iterator[Anomaly]:
    """Days that cost half as much again as the usual ones before; these are not counted as usual afterwards."""
    usual = [costs.get(day, 0) for day in days[:BEFORE]]
    run: list[tuple[dt.date, int, int]] = []
    for day in days[BEFORE:]:
        cost, expected = costs.get(day, 0), sum(usual) // BEFORE
        if cost > expected + max(LEAST, expected // 2):
            run.append((day, cost, expected))
            continue
        usual = [*usual[1:], cost]
        if run:
            yield _anomaly(keys, run)
            run = []
    if run:
        yield _anomaly(keys, run)


def _anomaly(keys: tuple[str, ...], run: list[tuple[dt.date, int, int]]) -> Anomaly:
    worst = max(cost - expected for _, cost, expected in run)
    actual, expected = sum(cost for _, cost, _ in run), sum(expected for _, _, expected in run)
    return Anomaly(keys[0], keys[1], run[0][0], run[-1][0], worst, actual, expected)


def _interval(body: Body, today: dt.date) -> tuple[dt.date, dt.date]:
    interval = body.get("DateInterval")
    if not isinstance(interval, Mapping):
        raise missing("dateInterval")
    words = {"Start": interval.get("StartDate"), "End": interval.get("EndDate") or today.isoformat()}
    start, end = read_moment("Start", words).date(), read_moment("End", words).date()
    if start > end:
        raise invalid("Start date should be before end date")
    if start < today - DAYS_KEPT * DAY:
        raise invalid(f"Start date should be within the last {DAYS_KEPT} days.")
    return start, end


COMPARE: Mapping[str, Callable[[float, float, float], bool]] = {
    "EQUAL": lambda impact, value, _: impact == value,
    "GREATER_THAN_OR_EQUAL": lambda impact, value, _: impact >= value,
    "LESS_THAN_OR_EQUAL": lambda impact, value, _: impact <= value,
    "GREATER_THAN": lambda impact, value, _: impact > value,
    "LESS_THAN": lambda impact, value, _: impact < value,
    "BETWEEN": lambda impact, value, end: value <= impact <= end,
}


def _impact(asked: Mapping[str, Any] | None) -> Callable[[float], bool]:
    """The condition on an anomaly's total impact in dollars."""
    if asked is None:
        return lambda _: True
    compare, value = COMPARE.get(asked.get("NumericOperator", "")), asked.get("StartValue")
    if compare is None or value is None:
        raise invalid("TotalImpact needs a NumericOperator and a StartValue.")
    return lambda impact: compare(impact, value, asked.get("EndValue") or 0)


def _entry(bill: Bill, anomaly: Anomaly) -> Json:
    """The service's model has numbers here, not the exact texts that costs are written in."""
    series = _example(bill, anomaly)
    impact = anomaly.impact / UNIT
    expected = anomaly.expected / UNIT
    name = f"{anomaly.account}/{anomaly.service}/{anomaly.start}"
    return {
        "AnomalyId": f"{zlib.crc32(name.encode()):08x}-0000-4000-8000-{zlib.adler32(name.encode()):012x}",
        "AnomalyStartDate": stamp(anomaly.start),
        "AnomalyEndDate": stamp(anomaly.end),
        "DimensionValue": anomaly.service,
        "RootCauses": [_root_cause(series, impact)],
        "AnomalyScore": {"MaxScore": 0.9, "CurrentScore": 0.9},
        "Impact": {
            "MaxImpact": anomaly.worst / UNIT,
            "TotalImpact": impact,
            "TotalActualSpend": anomaly.actual / UNIT,
            "TotalExpectedSpend": expected,
            **({"TotalImpactPercentage": round(100 * impact / expected, 2)} if expected else {}),
        },
        "MonitorArn": MONITOR.format(account=bill.ledger.payer_account),
    }


def _root_cause(series: Dimensions, impact: float) -> Json:
    return {
        "Service": series.service,
        "Region": series.region,
        "LinkedAccount": series.account,
        "LinkedAccountName": series.account_name,
        "UsageType": series.usage_type,
        "Impact": {"Contribution": impact},
    }


def _example(bill: Bill, anomaly: Anomaly) -> Dimensions:
    return next(
        series
        for series in bill.ledger.series
        if (series.account, series.service) == (anomaly.account, anomaly.service)
    )
