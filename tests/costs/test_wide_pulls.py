"""The demo company's bill, pulled apart narrowly and by everything that a source can have: one and the same bill."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Sum

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.costs.models import CostRecord, CostSeries, DailyControl, Pull, Restatement, Source
from chargeback.demo.serving import Wanted, start_simulator
from chargeback.demo.simulator import Options

from .conftest import TODAY, Wire

DAYS = ("2026-11-01", "2026-11-04")  # taxes, support and credits are booked on the first
NARROW = ("day", "series__sub_account_id", "series__service_name", "series__record_type", "series__tags__project")
# Every service is named, so that none is lumped together with others.
RULES = """
teams: {dev: {}}
rules:
  - {name: production, when: {tags.env: prod, "cost_category.Division": Shipping}, team: dev}
  - {name: all, when: {service: {regex: .}}, team: dev}
"""


@pytest.fixture
def pulls(take: Callable[..., Pull], wire: Wire, source: Source) -> tuple[Pull, Any, Pull]:
    """A narrow pull and what it stored, and a wide one of the same days after it."""
    wire.simulator = start_simulator(Wanted(), lambda: TODAY, Options(page_size=400))
    save_rulebook(rulebook_from_yaml(RULES))
    narrow = take(*DAYS)
    stored = summed()
    Source.objects.filter(pk=source.pk).update(
        tag_keys=["project", "env"],
        cost_categories=["Division"],
        by_region=True,
        product_attributes=["model"],
    )
    source.refresh_from_db()
    return narrow, stored, take(*DAYS)


def summed() -> set[tuple[Any, ...]]:
    """What the stored records cost by everything that a narrow pull knows."""
    sums = CostRecord.objects.values(*NARROW).annotate(Sum("billed_cost"), Sum("effective_cost"))
    return set(sums.values_list(*NARROW, "billed_cost__sum", "effective_cost__sum"))


def test_a_wide_pull_is_the_narrow_one_in_more_parts(pulls: tuple[Pull, Any, Pull]) -> None:
    narrow, stored, wide = pulls
    assert summed() == stored
    assert wide.records > narrow.records
    assert (wide.billed_cost, wide.effective_cost) == (narrow.billed_cost, narrow.effective_cost)
    restated = Restatement.objects.get(pull=wide)
    assert (restated.billed_before, restated.effective_before) == (restated.billed_after, restated.effective_after)


def test_a_wide_pull_adds_up_to_the_bill_and_brings_every_dimension(pulls: tuple[Pull, Any, Pull]) -> None:
    wide = pulls[2]
    for control in DailyControl.objects.filter(pull=wide):
        found = CostRecord.objects.filter(day=control.day).aggregate(Sum("billed_cost"), Sum("effective_cost"))
        assert tuple(found.values()) == (control.billed_cost, control.effective_cost)
    series = list(CostSeries.objects.filter(records__pull=wide).distinct())
    assert {one.tags.get("env") for one in series} >= {"prod", None}
    assert {one.attributes.get("cost_category.Division") for one in series} >= {"Shipping", "Data"}
    assert {one.region_id for one in series} >= {"eu-central-1", ""}
    assert any(str(one.attributes.get("product.model")).startswith("Claude") for one in series)
    assert {one.record_type for one in series} >= {"Usage", "Tax"}
