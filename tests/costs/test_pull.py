"""A pull over HTTP: records, controls and evidence; what is replaced and what stays."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from chargeback.costs.models import CostRecord, CostSeries, DailyControl, Pull, Source
from chargeback.sources.refusals import SourceError

from .conftest import BILL, Wire, stored

Take = Callable[..., Pull]


def found() -> set[tuple[Any, ...]]:
    rows = CostRecord.objects.values_list(
        "day__day", "series__sub_account_id", "series__service_name", "series__record_type", "series__tags__project",
        "billed_cost", "effective_cost",
    )  # fmt: skip
    return {(*row[:4], row[4] or "", *row[5:]) for row in rows}


def test_each_group_becomes_a_record_with_its_exact_amounts(take: Take) -> None:
    take()
    usage = [row for row in BILL if not row[3].startswith("SavingsPlan")]
    expected = {(*row[:5], Decimal(row[5]), Decimal(row[6])) for row in usage}
    # Covered usage and its negation are one row: the unblended amounts cancel, the amortized one stays.
    expected.add((2, "222222222222", "AWS Lambda", "Usage", "a$b", Decimal(0), Decimal(4)))
    assert found() == expected


def test_the_records_of_each_day_add_up_to_the_control_total(take: Take) -> None:
    take()
    for control in DailyControl.objects.all():
        records = CostRecord.objects.filter(day=control.day)
        assert sum(record.billed_cost for record in records) == control.billed_cost
        assert sum(record.effective_cost for record in records) == control.effective_cost


def test_the_pull_keeps_the_evidence(take: Take, wire: Wire) -> None:
    pull = take()
    assert (pull.state, pull.currency, pull.records) == ("stored", "USD", 9)
    assert pull.billed_cost == sum(Decimal(row[5]) for row in BILL)
    assert pull.effective_cost == sum(Decimal(row[6]) for row in BILL)
    assert pull.requests == len(wire.asked)
    answered = list(pull.answered.all())
    assert len(answered) == pull.requests == len({one.request_id for one in answered if one.request_id})
    assert answered[0].asked == "GetCostAndUsage, 2026-10-01 up to 2026-10-04"


def test_a_role_outside_the_payer_account_brings_nothing(take: Take, source: Source, wire: Wire) -> None:
    Source.objects.update(payer_account="1" * 12, role_arn=f"arn:aws:iam::{'2' * 12}:role/chargeback")
    source.refresh_from_db()
    with pytest.raises(ValidationError, match="not in the payer account"):
        source.full_clean()
    with pytest.raises(SourceError, match="not in the payer account"):
        take()
    assert not wire.asked


def test_a_refused_pull_keeps_the_ids_of_its_requests_too(take: Take, wire: Wire) -> None:
    wire.hand = lambda number, _, reply: replace(
        reply, body=reply.body.replace(b"USD", b"EUR" if number > 2 else b"USD")
    )
    with pytest.raises(SourceError, match="EUR"):
        take()
    (refused,) = Pull.objects.filter(state=Pull.State.REFUSED)
    assert refused.answered.exclude(request_id="").count() == len(wire.asked)


def test_case_of_tags_counts_and_a_dollar_sign_in_a_value_stays(take: Take) -> None:
    take()
    values = set(CostSeries.objects.values_list("tags__project", flat=True))
    assert values == {"checkout", "Checkout", "a$b", None}


def test_record_types_get_their_focus_charge_category(take: Take) -> None:
    take()
    categories = dict(CostSeries.objects.values_list("record_type", "charge_category"))
    assert categories == {"Usage": "Usage", "Tax": "Tax", "Credit": "Credit", "Support": "Purchase"}


def test_account_names_follow_the_provider_and_the_series_stays_the_same(take: Take, wire: Wire) -> None:
    take()
    before = set(CostSeries.objects.values_list("pk", flat=True))
    CostSeries.objects.update(sub_account_name="old name")
    take(is_full=True)
    assert set(CostSeries.objects.values_list("pk", flat=True)) == before
    assert set(CostSeries.objects.values_list("sub_account_name", flat=True)) == {"account 1", "account 2"}


def test_a_restated_day_is_replaced_whole_and_other_days_keep_their_rows(take: Take, wire: Wire) -> None:
    take()
    kept = list(CostRecord.objects.exclude(day__day=2).order_by("pk").values_list())
    restated = tuple((*row[:5], "100", "50") if row[0] == 2 else row for row in BILL)
    wire.serve(restated)
    take("2026-10-02", "2026-10-03")
    assert list(CostRecord.objects.exclude(day__day=2).order_by("pk").values_list()) == kept
    assert {row[5:] for row in found() if row[0] == 2} == {(Decimal(100), Decimal(50)), (Decimal(200), Decimal(100))}


def test_a_group_that_vanished_at_the_provider_vanishes_here(take: Take, wire: Wire) -> None:
    take()
    wire.serve(tuple(row for row in BILL if row[4] != "Checkout"))
    take()
    assert "Checkout" not in {row[4] for row in found()}


def test_days_without_any_cost_are_stored_as_zero(take: Take) -> None:
    take("2026-10-03", "2026-10-06")
    controls = DailyControl.objects.order_by("day").values_list("day__day", "billed_cost")
    assert list(controls) == [(3, Decimal("9.9931")), (4, 0), (5, 0)]
    assert not CostRecord.objects.filter(day__day__gt=3).exists()


def test_two_pulls_of_the_same_bill_store_the_same(take: Take) -> None:
    take()
    once = found()
    take(is_full=True)
    assert found() == once
    assert Pull.objects.filter(state="stored").count() == 2


def test_what_rounding_leaves_becomes_a_record_of_its_own(take: Take, wire: Wire) -> None:
    third = "0.333333333333"
    accounts = ("111111111111", "222222222222", "333333333333", "444444444444")
    wire.serve(tuple((1, account, "AWS Lambda", "Usage", "x", third, third) for account in accounts))
    take("2026-10-01", "2026-10-02")
    rounding = CostRecord.objects.get(series__service_name="(rounding)")
    assert rounding.billed_cost == rounding.effective_cost == Decimal("1E-10")
    assert rounding.series.charge_category == "Adjustment"
    assert sum(record.billed_cost for record in CostRecord.objects.all()) == Decimal("1.3333333333")


def test_an_open_month_is_pulled_up_to_today_and_called_estimated(take: Take) -> None:
    pull = take("2026-11-20", "2026-12-01")
    assert str(pull.end) == "2026-11-24"
    assert DailyControl.objects.filter(is_estimated=True).count() == 4


@pytest.mark.parametrize("stop", [1, 4, 9])
def test_whoever_watches_a_pull_can_end_it_and_the_old_data_stays(take: Take, stop: int) -> None:
    take()
    before = stored()

    def watch(progress: object) -> None:
        if progress.requests == stop:  # type: ignore[attr-defined]
            raise InterruptedError

    with pytest.raises(InterruptedError):
        take(report=watch, is_full=True)
    assert stored() == before
    assert Pull.objects.filter(state="refused", requests=stop).count() == 1


def test_the_progress_counts_days_requests_and_dollars(take: Take, wire: Wire) -> None:
    lines: list[str] = []
    take(report=lambda progress: lines.append(str(progress)))
    assert lines[0] == "0 of 3 days, 1 requests, $0.01"
    assert lines[-1] == f"3 of 3 days, {len(wire.asked)} requests, ${len(wire.asked) / 100:.2f}"
