"""A month as AWS makes it, day by day, for the default payer of ten accounts: at most 300 requests, fresh data."""

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from chargeback.clock import days_between
from chargeback.costs.freshness import freshness
from chargeback.costs.models import Pull, RequestCount, Source, SourceMonth
from chargeback.costs.pulls import pull
from chargeback.costs.schedule import queue_due_pulls
from chargeback.demo.ledger import UNIT, Dimensions, Ledger, LedgerRow, index_rows
from chargeback.demo.simulator import Options, Simulator
from chargeback.jobs.models import Job
from chargeback.sources.window import read_window

from .conftest import HASTY, Wire, units

SERVICES = tuple(f"Amazon Service {number:02}" for number in range(25))
ACCOUNTS = tuple(f"{number:012}" for number in range(1, 11))
FIRST, END = dt.date(2026, 10, 1), dt.date(2026, 12, 1)


def bill(today: dt.date) -> Ledger:
    return index_rows(rows_on(today))


def rows_on(today: dt.date) -> list[LedgerRow]:
    """Usage of every day, today's not yet whole; tax grows on the 1st until the month is over, a credit comes late."""
    chance = random.Random(7)
    rows = [
        LedgerRow(day, usage(account, service, chance), units(str(chance.randint(1, 900))), units("1"))
        for day in days_between(FIRST, END)
        for account in ACCOUNTS
        for service in chance.sample(SERVICES, 2)
    ]
    whole = [row for row in rows if row.day < today]
    part = [LedgerRow(row.day, row.dimensions, row.billed // 3, row.effective) for row in rows if row.day == today]
    return [*whole, *part, *extras(today, whole)]


def usage(account: str, service: str, chance: random.Random) -> Dimensions:
    tag = chance.choice(["checkout", "search", "ledger", "gateway", ""])
    return Dimensions(account, f"account {account}", service, tags=(("project", tag),) if tag else ())


def extras(today: dt.date, whole: list[LedgerRow]) -> list[LedgerRow]:
    def extra(day: dt.date, record_type: str, service: str, amount: int) -> LedgerRow:
        return LedgerRow(day, Dimensions(ACCOUNTS[0], "account", service, record_type=record_type), amount, amount)

    months = [month for month in (FIRST, dt.date(2026, 11, 1)) if month <= today]
    taxes = [(month, sum(row.billed for row in whole if row.day.month == month.month) // 5) for month in months]
    late = [extra(dt.date(2026, 10, 31), "Credit", "AWS Data Transfer", units("-40"))] if today.day > 4 else []
    return [*(extra(month, "Tax", "Tax", amount) for month, amount in taxes if amount), *late]


@pytest.fixture
def today(wire: Wire) -> Callable[[dt.date], None]:
    """Sets the day on which the simulated AWS is."""
    day = [FIRST]

    def is_now(other: dt.date) -> None:
        day[0] = other

    wire.simulator = Simulator(bill, lambda: day[0], Options(page_size=1000))
    return is_now


def pull_of_the_day(source: Source, now: dt.datetime) -> Pull:
    """The pull that the schedule asks for, made at once, as a worker does."""
    (job,) = queue_due_pulls(now, now.date())
    Job.objects.filter(pk=job.pk).update(state="done")
    window = read_window(str(job.arguments["start"]), str(job.arguments["end"]), now.date())
    details_from = dt.date.fromisoformat(str(job.arguments["details_from"]))
    how = {"trigger": job.arguments["trigger"], "details_from": details_from}
    return pull(source, window, lambda: now, lambda at: None, patience=HASTY, **how)


@pytest.mark.long
def test_the_default_payer_stays_below_300_requests_a_month_and_is_looked_at_every_day(
    source: Source, wire: Wire, today: Callable[[dt.date], None]
) -> None:
    oldest = dt.timedelta(0)
    stored_at = dt.datetime(2026, 10, 31, 6, tzinfo=dt.UTC)
    for day in days_between(dt.date(2026, 10, 31), END):
        today(day)
        now = dt.datetime(day.year, day.month, day.day, 6, tzinfo=dt.UTC)
        done = pull_of_the_day(source, now)
        assert done.state in {"stored", "postponed", "unchanged"}
        stored_at = now if done.state == "stored" else stored_at
        oldest = max(oldest, now - stored_at)
    november = RequestCount.objects.get(month=dt.date(2026, 11, 1)).requests
    assert november <= 300
    assert int(wire.simulator.call_log()["requests"]) == sum(Pull.objects.values_list("requests", flat=True))
    assert Pull.objects.count() == 31
    assert oldest <= dt.timedelta(days=3)


def test_october_becomes_final_and_november_stays_estimated(
    source: Source, wire: Wire, today: Callable[[dt.date], None]
) -> None:
    for number in (1, 3, 5, 8, 9):
        today(dt.date(2026, 11, number))
        pull_of_the_day(source, dt.datetime(2026, 11, number, 6, tzinfo=dt.UTC))
    (state,) = freshness(dt.datetime(2026, 11, 9, 7, tzinfo=dt.UTC))
    assert [(one.month, str(one.state)) for one in state.months] == [
        (dt.date(2026, 11, 1), "estimated"),
        (FIRST, "final"),
    ]
    october = sum(row.billed for row in rows_on(dt.date(2026, 11, 9)) if row.day.month == FIRST.month)
    assert SourceMonth.objects.get(month=FIRST).billed_cost == Decimal(october) / UNIT
