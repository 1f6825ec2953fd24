"""Why a statement changed: services, projects and pools add up to the change; a pool's change is price and usage."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allocation.engine.rulebook import Rulebook
from allocation.models import Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.changes import Use, pool_moved, variances
from chargeback.billing.figures import Changes, Statement
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.statements import statement
from chargeback.costs.models import Pull

from .conftest import NOW, OCTOBER

SEPTEMBER = dt.date(2026, 9, 1)
RULES = """
tag: project
teams: {shop: Alice, data: Bob}
projects: {checkout: {team: shop}, warehouse: {team: data}}
rules:
  - {name: net, when: {service: NET}, pool: net}
  - {name: support, when: {service: Support}, pool: support}
pools:
  net: {method: driver, driver: gb, targets: [shop, data]}
  support: {method: proportional, targets: [shop, data]}
drivers: {gb: {unit: GB, 2026-09: {shop: 100, data: 100}, 2026-10: {shop: 150, data: 100}}}
"""
units = st.integers(-(10**14), 10**14)


def both_months(store: Callable[..., Pull]) -> Statement:
    save_rulebook(rulebook_from_yaml(RULES))
    store(
        [
            (1, "EC2", "checkout", "40", "40"),
            (1, "S3", "checkout", "20", "20"),
            (1, "EC2", "warehouse", "60", "60"),
            (1, "NET", "", "100", "100"),
            (1, "Support", "", "50", "50"),
        ],
        month=SEPTEMBER,
    )
    run_period(SEPTEMBER, "USD", NOW)
    store(
        [
            (1, "EC2", "checkout", "70", "70"),
            (1, "EC2", "warehouse", "70", "70"),
            (1, "NET", "", "250", "250"),
            (1, "Support", "", "60", "60"),
        ]
    )
    run_period(OCTOBER, "USD", NOW)
    period = BillingPeriod.objects.get(month=OCTOBER)
    return statement(period, Team.objects.get(slug="shop"))


def known(changes: Changes | None) -> Changes:
    assert changes is not None
    return changes


def test_everything_adds_up_to_the_change(company: Rulebook, store: Callable[..., Pull]) -> None:
    shop = both_months(store)
    changes = known(shop.changes)
    assert changes.direct + changes.shared == shop.amounts.change
    assert sum(one.change for one in changes.services) == sum(one.change for one in changes.projects) == changes.direct
    assert sum(one.change for one in changes.pools) == changes.shared
    for pool in changes.pools:
        assert (pool.price or 0) + (pool.usage or 0) == pool.change


def test_services_are_told_by_the_size_of_their_move(company: Rulebook, store: Callable[..., Pull]) -> None:
    changes = known(both_months(store).changes)
    assert [(one.name, one.change) for one in changes.services] == [("EC2", Decimal(30)), ("S3", Decimal(-20))]


def test_a_driver_parts_the_change_by_unit_price_and_own_reading(company: Rulebook, store: Callable[..., Pull]) -> None:
    """100 GB at 0.50 became 150 GB at 1.00: 0.50 dearer for 150 GB is 75, 50 GB more at 0.50 are 25."""
    net = next(one for one in known(both_months(store).changes).pools if one.pool == "net")
    assert (net.change, net.price, net.usage) == (Decimal(100), Decimal(75), Decimal(25))
    assert (net.unit, net.quantities) == ("GB", (Fraction(100), Fraction(150)))
    assert net.prices == (Fraction(1, 2), Fraction(1))


def test_another_key_parts_the_change_by_the_pool_and_the_own_part_of_it(
    company: Rulebook, store: Callable[..., Pull]
) -> None:
    """Half of 50.00 became half of 60.00: all of the change is the pool's price."""
    support = next(one for one in known(both_months(store).changes).pools if one.pool == "support")
    assert (support.unit, support.quantities) == ("", (Fraction(1, 2), Fraction(1, 2)))
    assert (support.price, support.usage) == (Decimal(5), Decimal(0))


@given(units, units, units, units)
def test_price_and_usage_are_the_change_to_the_last_unit(carried: int, before: int, total: int, once: int) -> None:
    now = Use(carried, Decimal(0), total, Fraction(carried, total or 1), Fraction(total))
    then = Use(before, Decimal(0), once, Fraction(before, once or 1), Fraction(once))
    assert sum(variances(now, then)) == carried - before


def test_a_pool_that_is_new_or_gone_is_said_to_be_so() -> None:
    use = Use(10**12, Decimal(100), 10**12, Fraction(1), Fraction(10**12))
    assert pool_moved("a", "A", use, None).is_new
    assert pool_moved("a", "A", None, use).is_gone
    assert pool_moved("a", "A", None, use).change == -100
