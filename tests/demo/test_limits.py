"""How far back and how fine the simulator answers: multi-year, hours, billing views, rates."""

import datetime as dt
from decimal import Decimal

import pytest
from botocore.exceptions import ClientError

from chargeback.demo.ledger import index_rows
from chargeback.demo.limits import Limits
from chargeback.demo.throttling import Throttle

from .conftest import Serve, row, small_ledger, total

OLD = index_rows([row("2024-03-05", "7"), row("2026-11-22", "0.0000000026"), row("2026-11-22", "24")])


def test_multi_year_answers_whole_months_of_38(serve: Serve) -> None:
    service = serve(OLD, limits=Limits(multi_year=True))
    pages = service.ask("2023-10-01", "2026-12-01", Granularity="MONTHLY")
    assert len(pages[0]["ResultsByTime"]) == 38
    assert total(pages) == Decimal("31.0000000026")


@pytest.mark.parametrize(
    ("start", "granularity", "words"),
    [
        ("2024-03-05", "MONTHLY", "your start date needs to be the first day of the month"),
        ("2024-03-01", "DAILY", "your start date needs to be the first day of the month"),
        ("2023-09-01", "MONTHLY", "beyond 38 months"),
    ],
)
def test_multi_year_refuses_days_and_what_is_older(serve: Serve, start: str, granularity: str, words: str) -> None:
    with pytest.raises(ClientError, match=words):
        serve(OLD, limits=Limits(multi_year=True)).ask(start, "2026-11-01", Granularity=granularity)


def test_hours_add_up_to_their_day(serve: Serve) -> None:
    service = serve(OLD, limits=Limits(hourly=True))
    period = ("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")
    pages = service.ask(*period, Granularity="HOURLY")
    hours = pages[0]["ResultsByTime"]
    assert len(hours) == 24
    assert hours[23]["TimePeriod"] == {"Start": "2026-11-22T23:00:00Z", "End": "2026-11-23T00:00:00Z"}
    assert total(pages) == total(service.ask("2026-11-22", "2026-11-23")) == Decimal("24.0000000026")


def test_hours_are_kept_for_fourteen_days(serve: Serve) -> None:
    service = serve(OLD, limits=Limits(hourly=True))
    assert service.ask("2026-11-09T05:00:00Z", "2026-11-09T06:00:00Z", Granularity="HOURLY")
    with pytest.raises(ClientError, match="14 days"):
        service.ask("2026-11-08T23:00:00Z", "2026-11-09T06:00:00Z", Granularity="HOURLY")


def test_the_primary_view_is_the_only_one(serve: Serve) -> None:
    service, arn = serve(small_ledger()), "arn:aws:billing::111111111111:billingview/"
    days = ("2026-11-02", "2026-11-04")
    assert service.ask(*days, BillingViewArn=f"{arn}primary")
    with pytest.raises(service.client.exceptions.ResourceNotFoundException):
        service.ask(*days, BillingViewArn=f"{arn}custom-1")


def test_what_passes_the_rate_is_refused_until_a_second_is_over() -> None:
    now = [dt.timedelta()]
    throttle = Throttle(rate=2, clock=lambda: now[-1].total_seconds())
    first = [throttle.refuses(number) for number in range(1, 5)]
    now.append(dt.timedelta(seconds=1))
    assert (first, throttle.refuses(5)) == ([False, False, True, True], False)
