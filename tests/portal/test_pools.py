"""Shared pools: totals, flows, shares that add up to 100 %, and settlements side by side."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from django.contrib.auth.models import User
from django.test import Client

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.pool_figures import pool_figures, pools
from chargeback.billing.runs import run_period
from chargeback.costs.models import CostRecord, Pull
from chargeback.portal.pools.charts import flow_chart
from tests.billing.conftest import NOW

from .bill import OCTOBER
from .reading import cells, text

PAGE = "/m/2026-10/shared/"
CIRCLE = """
tag: project
teams: {dev: Alice, ops: Bob}
projects: {alpha: dev, beta: ops}
rules:
  - {name: databases, when: {service: RDS}, pool: db}
  - {name: network, when: {service: VPC}, pool: net}
pools:
  db:  {method: fixed, targets: {dev: 60, ops: 30, pool:net: 10}}
  net: {method: fixed, targets: {dev: 50, ops: 30, pool:db: 20}}
settlement: {method: reciprocal}
"""
BILL = (
    (1, "Amazon Relational Database Service", "", "300", "300"),
    (1, "Amazon Virtual Private Cloud", "", "950", "950"),
    (2, "AWS Lambda", "alpha", "10", "10"),
)


@pytest.fixture
def circle(db: None, store: Callable[..., Pull]) -> BillingPeriod:
    """Databases and network serve each other: dev carries 800 of them, ops 450."""
    save_rulebook(rulebook_from_yaml(CIRCLE))
    store(BILL)
    return run_period(OCTOBER, "USD", NOW).period


@pytest.fixture
def page(client: Client, circle: BillingPeriod, fay: User) -> Client:
    client.force_login(fay)
    return client


def test_every_pool_hands_on_its_own_cost_and_what_others_charged_it(circle: BillingPeriod) -> None:
    rows = {row.slug: row for row in pools(circle).rows}
    assert [(row.own, row.received, row.handed_on) for row in (rows["db"], rows["net"])] == [
        (Decimal("300.00"), Decimal("200"), Decimal("500")),
        (Decimal("950.00"), Decimal("50"), Decimal("1000")),
    ]


def test_the_page_lists_pools_with_their_method_in_words(page: Client) -> None:
    assert cells(page.get(PAGE), "table-pools") == [
        ["net", "fixed weights, among 3 receivers", "950.00", "50.00", "1,000.00", "3"],
        ["db", "fixed weights, among 3 receivers", "300.00", "200.00", "500.00", "3"],
        ["Total", "", "1,250.00", "", "", ""],
    ]


def test_a_circle_is_drawn_as_who_bears_each_pool_in_the_end(circle: BillingPeriod) -> None:
    chart = flow_chart(pools(circle))
    assert chart is not None
    assert "in circles" in chart.summary
    assert {name for name, _ in chart.nodes} == {"db (pool)", "net (pool)", "dev", "ops"}
    assert sum(amount for _, _, amount in chart.links) == Decimal(1250)


def test_a_pools_own_page_adds_up_to_a_hundred_percent(page: Client, circle: BillingPeriod) -> None:
    figures = pool_figures(circle, "db")
    assert figures is not None
    assert [span.whole for span in figures.spans] == [Fraction(1)]
    answer = page.get(f"{PAGE}db/")
    assert cells(answer, "table-shares1") == [
        ["dev", "60", "60.0\u00a0%", "300.00"],
        ["ops", "30", "30.0\u00a0%", "150.00"],
        ["pool net", "10", "10.0\u00a0%", "50.00"],
        ["Total", "", "100.0\u00a0%", "500.00"],
    ]
    assert [row[0] for row in cells(answer, "table-carried")] == ["dev", "ops", "Total"]


def test_settlements_are_compared_side_by_side_and_add_up_to_the_bill(page: Client) -> None:
    assert "Compare direct, step-down and reciprocal" in text(page.get(PAGE))
    answer = page.post(PAGE, follow=True)
    rows = {row[0]: row[1:] for row in cells(answer, "table-settlements")}
    assert rows["dev"] == ["803.75", "802.50", "810.00", "7.50"]
    assert rows["Total"][:3] == ["1,260.00"] * 3
    assert "Reciprocal USD (in use)" in text(answer)


def test_a_month_whose_records_moved_on_is_not_compared(page: Client) -> None:
    CostRecord.objects.update(billed_cost=5)
    answer = page.post(PAGE, follow=True)
    assert "The records of this month have changed" in text(answer)
    assert b"table-settlements" not in answer.content


def test_a_fallback_is_shown_as_what_did_not_go_to_plan(client: Client, fay: User, store: Callable[..., Pull]) -> None:
    split = "{method: driver, driver: gb, targets: [dev, ops], fallback: even}"
    measured = CIRCLE.replace("{method: fixed, targets: {dev: 60, ops: 30, pool:net: 10}}", split)
    save_rulebook(rulebook_from_yaml(measured.replace("settlement:", "drivers: {gb: {}}\nsettlement:")))
    store(BILL)
    run_period(OCTOBER, "USD", NOW)
    client.force_login(fay)
    answer = client.get(f"{PAGE}db/")
    assert "by gb, else even parts, among 2 receivers" in text(answer)
    assert b"notice warning" in answer.content


def test_a_month_without_pools_says_so(client: Client, fay: User, store: Callable[..., Pull]) -> None:
    save_rulebook(rulebook_from_yaml("teams: {dev: Alice}\nprojects: {alpha: dev}"))
    store(BILL)
    run_period(OCTOBER, "USD", NOW)
    client.force_login(fay)
    assert "No cost of this month went into a pool." in text(client.get(PAGE))


def test_many_pools_and_teams_are_put_together_without_losing_a_cent(store: Callable[..., Pull], db: None) -> None:
    teams = {f"t{number:02d}": "" for number in range(30)}
    rules = [{"name": f"r{n}", "when": {"service": f"S{n}"}, "pool": f"p{n}"} for n in range(20)]
    pools_of = {f"p{n}": {"method": "even", "targets": "all"} for n in range(20)}
    save_rulebook(rulebook_from_yaml(yaml.safe_dump({"teams": teams, "rules": rules, "pools": pools_of})))
    store([(1, f"S{n}", "", "30", "30") for n in range(20)])
    found = pools(run_period(OCTOBER, "USD", NOW).period)
    chart = flow_chart(found)
    assert chart is not None
    assert len(chart.nodes) == 10 + 1 + 12 + 1
    assert sum(amount for _, _, amount in chart.links) == Decimal(600)
