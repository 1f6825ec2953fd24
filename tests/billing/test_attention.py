"""What somebody should look at: new unknown tag values, spikes beyond the usual, pools not shared by their key."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

import pytest

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.attention import attention
from chargeback.billing.attention_figures import Attention
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull

from .conftest import NOW, OCTOBER, Row

SEPTEMBER = dt.date(2026, 9, 1)
RULES = """
tag: project
teams: {shop: {name: Web Shop}, data: {name: Data}}
projects: {checkout: {team: shop}, warehouse: {team: data}}
rules: [{name: net, when: {service: NET}, pool: net}]
pools: {net: {name: Network, method: driver, driver: gb, targets: [shop, data], fallback: even}}
drivers: {gb: {unit: GB, 2026-09: {shop: 1, data: 1}}}
"""


def steady(service: str, tag: str, amount: str, days: Iterable[int] = range(1, 29)) -> list[Row]:
    return [(day, service, tag, amount, amount) for day in days]


@pytest.fixture
def looked_at(db: None, store: Callable[..., Pull]) -> Callable[[list[Row], list[Row]], Attention]:
    def made(before: list[Row], now: list[Row]) -> Attention:
        save_rulebook(rulebook_from_yaml(RULES))
        store(before, month=SEPTEMBER)
        run_period(SEPTEMBER, "USD", NOW)
        store(now)
        run_period(OCTOBER, "USD", NOW)
        return attention(BillingPeriod.objects.get(month=OCTOBER))

    return made


def test_days_beyond_twice_the_usual_are_a_spike_of_the_team_and_of_the_service(
    looked_at: Callable[..., Attention],
) -> None:
    usual = steady("EC2", "checkout", "10")
    now = [row for row in usual if row[0] not in (9, 10)] + steady("EC2", "checkout", "100", (9, 10))
    found = looked_at(usual, now)
    assert [(one.kind, one.name, one.amount, one.days, one.usual) for one in found.spikes] == [
        ("team", "Web Shop", Decimal(180), 2, Decimal(10)),
        ("service", "EC2", Decimal(180), 2, Decimal(10)),
    ]
    assert (found.spikes[0].first.day, found.spikes[0].last.day) == (9, 10)


def test_what_comes_at_once_every_month_is_no_spike(looked_at: Callable[..., Attention]) -> None:
    month = [*steady("EC2", "checkout", "10"), (1, "AWS Support", "checkout", "300", "300"), (2, "Tax", "", "90", "90")]
    assert looked_at(month, month).spikes == ()


def test_a_jump_below_a_hundredth_of_the_bill_is_not_worth_telling(looked_at: Callable[..., Attention]) -> None:
    usual = [*steady("EC2", "checkout", "10"), *steady("Redshift", "warehouse", "1000")]
    now = [*usual, *steady("S3", "checkout", "1", range(1, 20)), (20, "S3", "checkout", "50", "50")]
    assert looked_at(usual, now).spikes == ()


def test_only_tag_values_that_were_not_there_before_are_new(looked_at: Callable[..., Attention]) -> None:
    old = [*steady("EC2", "checkout", "10"), (3, "EC2", "lab", "5", "5")]
    new = [*old, (4, "EC2", "chekout", "7.5", "7.5"), (5, "S3", "chekout", "0.5", "0.5")]
    assert [(one.key, one.value, one.amount) for one in looked_at(old, new).new_tags] == [
        ("project", "chekout", Decimal(8))
    ]


def test_a_pool_without_readings_is_told_with_what_was_done_instead(looked_at: Callable[..., Attention]) -> None:
    month = [*steady("EC2", "checkout", "10"), (1, "NET", "", "8", "8")]
    [pool] = looked_at(month, month).pools
    assert (pool.name, pool.lacks_readings) == ("Network", True)
    assert pool.note.startswith("no reading of gb for 2026-10")
    assert pool.note.endswith("even parts instead")


def test_an_ordinary_month_needs_no_attention(looked_at: Callable[..., Attention]) -> None:
    month = steady("EC2", "checkout", "10")
    assert looked_at(month, month) == Attention()
