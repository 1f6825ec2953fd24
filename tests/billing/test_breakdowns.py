"""A statement by account and environment: the same money, with shared cost as a row of its own."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from allocation.models import AllocationOptions, Team
from chargeback.billing.figures import Statement
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.statements import statement
from chargeback.costs.models import CostSeries, Pull

from .conftest import NOW, OCTOBER


@pytest.fixture
def shop(rules: None, store: Callable[..., Pull]) -> Callable[[], Statement]:
    store()
    CostSeries.objects.filter(tags__project="checkout").update(sub_account_id="1111", sub_account_name="production")
    for series in CostSeries.objects.filter(tags__project="checkout"):
        series.tags["Env"] = "prod"
        series.save()
    run_period(OCTOBER, "USD", NOW)

    def made() -> Statement:
        return statement(BillingPeriod.objects.get(month=OCTOBER), Team.objects.get(slug="shop"))

    return made


def test_accounts_and_environments_add_up_to_the_statement(shop: Callable[[], Statement]) -> None:
    made = shop()
    for rows in (made.by_account, made.by_environment):
        assert sum(row.amounts.direct for row in rows) == made.amounts.direct
        assert sum(row.amounts.shared for row in rows) == made.amounts.shared


def test_shared_cost_has_no_account_and_stands_last(shop: Callable[[], Statement]) -> None:
    names = [(row.name, row.amounts.shared > 0) for row in shop().by_account]
    assert names == [("production", False), ("(no account)", False), ("Shared cost, through pools", True)]


def test_the_first_usual_key_that_occurs_tells_the_environment(shop: Callable[[], Statement]) -> None:
    made = shop()
    assert made.environment_key == "Env"
    assert [row.name for row in made.by_environment] == ["prod", "(no tag)", "Shared cost, through pools"]


def test_an_admin_can_name_another_key(shop: Callable[[], Statement]) -> None:
    AllocationOptions.objects.update(environment_key="project")
    assert [row.name for row in shop().by_environment][:2] == ["checkout", "search"]


def test_a_key_that_is_nowhere_is_no_environment(rules: None, store: Callable[..., Pull]) -> None:
    store()
    run_period(OCTOBER, "USD", NOW)
    made = statement(BillingPeriod.objects.get(month=OCTOBER), Team.objects.get(slug="shop"))
    assert (made.environment_key, made.by_environment) == ("", ())
    assert made.amounts.direct == sum((row.amounts.direct for row in made.by_account), Decimal(0))
