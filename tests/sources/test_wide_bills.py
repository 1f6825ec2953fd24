"""Bills of several dimensions over HTTP: everything that was asked for comes, adds up, and in few requests."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from chargeback.costs.control import balanced
from chargeback.demo.ledger import Ledger
from chargeback.demo.serving import Wanted, ledger_on
from chargeback.demo.simulator import Options, Simulator
from chargeback.sources.batch import Access, Breakdown, CostBatch
from chargeback.sources.cost_explorer import connect, control, fetch, plan_of, survey
from chargeback.sources.window import Window
from tests.costs.conftest import Wire, server, wire  # noqa: F401

from .conftest import HASTY

TODAY = dt.date(2026, 11, 23)
Pulled = Callable[..., tuple[CostBatch, int, int]]


@cache
def ledger(day: dt.date, accounts: int) -> Ledger:
    """Made once: it takes longer than what is asked about it, and nobody changes it."""
    return ledger_on(Wanted(accounts=accounts))(day)


@pytest.fixture
def pulled(wire: Wire) -> Pulled:  # noqa: F811
    """The days of a bill, by a breakdown: the costs, and how many requests were expected and made for them."""

    def pull(
        breakdown: Breakdown, start: dt.date, end: dt.date, accounts: int = 0, page_size: int = 1000
    ) -> tuple[CostBatch, int, int]:
        wire.simulator = Simulator(lambda day: ledger(day, accounts), lambda: TODAY, Options(page_size))
        window = Window(start, end)
        with connect(Access(), lambda requests, share: None, HASTY) as talk:
            totals = control(talk, breakdown, window)
            seen = survey(talk, breakdown, window, totals)
            before, plan = talk.requests, plan_of(seen, breakdown, window)
            batch = balanced(fetch(talk, plan, breakdown, window, totals))
            return batch, plan.requests, talk.requests - before

    return pull


def values(batch: CostBatch, name: str) -> set[str]:
    return {dict(series.attributes).get(name, "") for series in batch.series}


def test_cost_categories_regions_and_a_second_tag_come_with_every_cost(pulled: Pulled) -> None:
    breakdown = Breakdown(tag_keys=("project", "env"), cost_categories=("Division",), by_region=True)
    batch, _, _ = pulled(breakdown, dt.date(2026, 11, 20), dt.date(2026, 11, 23))
    assert values(batch, "cost_category.Division") >= {"Shipping", "Shared", "Data"}
    assert {dict(series.tags).get("env") for series in batch.series} >= {"prod", None}
    assert {series.region for series in batch.series} >= {"eu-central-1", "eu-west-1"}
    assert "NoRegion" not in {series.region for series in batch.series}


def test_models_are_told_apart_from_the_day_on_which_aws_does(pulled: Pulled) -> None:
    breakdown = Breakdown(tag_keys=("project",), product_attributes=("model",))
    batch, _, _ = pulled(breakdown, dt.date(2026, 8, 30), dt.date(2026, 9, 3))
    models = values(batch, "product.model") - {""}
    assert any(model.startswith("Claude") for model in models)
    with_model = {code for code, series in enumerate(batch.series) if dict(series.attributes).get("product.model")}
    assert {int(day) for day, code in zip(batch.day, batch.code, strict=True) if code in with_model} == {2, 3}


def test_usage_types_are_parts_of_the_same_bill(pulled: Pulled) -> None:
    plain, _, _ = pulled(Breakdown(tag_keys=("project",)), dt.date(2026, 11, 20), dt.date(2026, 11, 22))
    parts, _, _ = pulled(
        Breakdown(tag_keys=("project",), by_usage_type=True), dt.date(2026, 11, 20), dt.date(2026, 11, 22)
    )
    assert plain.billed.sum() == parts.billed.sum()
    assert len(parts.series) >= len(plain.series)
    assert any(series.usage_type for series in parts.series)


def test_other_metrics_than_the_usual_ones_can_be_asked(pulled: Pulled) -> None:
    days = (dt.date(2026, 11, 20), dt.date(2026, 11, 22))
    net, _, _ = pulled(Breakdown("NetUnblendedCost", "NetAmortizedCost", tag_keys=("project",)), *days)
    plain, _, _ = pulled(Breakdown(tag_keys=("project",)), *days)
    same, _, _ = pulled(Breakdown("UnblendedCost", "UnblendedCost", tag_keys=("project",)), *days)
    assert 0 < net.billed.sum() < plain.billed.sum()
    assert (same.billed == same.effective).all()
    assert sum(total.billed for total in same.totals) == sum(total.billed for total in plain.totals) > Decimal(0)


def test_the_costs_of_an_ordinary_payer_take_no_more_than_half_a_dozen_requests(pulled: Pulled) -> None:
    days = (dt.date(2026, 11, 20), dt.date(2026, 11, 23))
    _, expected, made = pulled(Breakdown(tag_keys=("project",)), *days, accounts=10)
    assert made <= 6
    assert abs(made - expected) <= 1  # the plan guesses how many services one tag value meets
