"""What a pull changed of days that were known: each series and day, before and after; and added up."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from chargeback.costs.models import Pull, RestatedCost, Restatement

from .conftest import BILL, Row, Wire

Take = Callable[..., Pull]
A, B = "111111111111", "222222222222"


def restated(pull: Pull) -> set[tuple[Any, ...]]:
    rows = RestatedCost.objects.filter(pull=pull).values_list(
        "day__day", "series__sub_account_id", "series__service_name", "series__tags__project",
        "billed_before", "billed_after", "effective_before", "effective_after",
    )  # fmt: skip
    return {(*row[:4], *(None if amount is None else str(amount.normalize()) for amount in row[4:])) for row in rows}


def summary(pull: Pull) -> list[tuple[Any, ...]]:
    rows = Restatement.objects.filter(pull=pull).order_by("currency")
    return [(r.currency, r.days, r.series, r.records, f"{r.billed_before:f}", f"{r.billed_after:f}") for r in rows]


def replaced(old: Row, *new: Row) -> tuple[Row, ...]:
    return (*(row for row in BILL if row != old), *new)


def test_days_pulled_for_the_first_time_are_no_restatement(take: Take) -> None:
    assert restated(take()) == set()
    assert restated(take("2026-10-03", "2026-10-06")) == set()
    assert not Restatement.objects.exists()


def test_a_cost_that_changed_is_kept_with_what_it_was(take: Take, wire: Wire) -> None:
    take()
    wire.serve(replaced(BILL[0], (1, A, "AWS Lambda", "Usage", "checkout", "1.3", "1.25")))
    pull = take()
    assert restated(pull) == {(1, A, "AWS Lambda", "checkout", "1.25", "1.3", "1.25", "1.25")}
    assert summary(pull) == [("USD", 1, 1, 1, "1.2500000000", "1.3000000000")]


def test_groups_that_vanish_and_appear_have_no_amount_where_they_were_not(take: Take, wire: Wire) -> None:
    take()
    wire.serve(replaced(BILL[3], (2, B, "AWS Lambda", "Usage", "moved", "2", "1")))
    pull = take()
    assert restated(pull) == {
        (1, B, "AWS Lambda", "a$b", "2", None, "1", None),
        (2, B, "AWS Lambda", "moved", None, "2", None, "1"),
    }
    assert summary(pull) == [("USD", 2, 2, 2, "2.0000000000", "2.0000000000")]


def test_a_day_that_had_no_cost_and_then_has_some_is_restated(take: Take, wire: Wire) -> None:
    take("2026-10-01", "2026-10-06")
    wire.serve((*BILL, (5, A, "AWS Lambda", "Usage", "late", "9", "9")))
    assert restated(take("2026-10-01", "2026-10-06")) == {(5, A, "AWS Lambda", "late", None, "9", None, "9")}


def test_only_the_days_of_the_pull_are_compared(take: Take, wire: Wire) -> None:
    take()
    wire.serve(tuple((*row[:5], "7", "7") for row in BILL if not row[3].startswith("Savings")))
    assert {row[0] for row in restated(take("2026-10-02", "2026-10-03"))} == {2}


def test_a_bill_that_comes_in_another_currency_is_not_added_to_the_old_one(take: Take, wire: Wire) -> None:
    take()
    wire.serve((BILL[0],), currency="EUR")
    rows = {row[0]: row[4:] for row in summary(take())}
    assert rows == {"EUR": ("0.0000000000", "1.2500000000"), "USD": ("18.5565567891", "0.0000000000")}


def test_the_same_bill_again_and_a_renamed_account_restate_nothing(take: Take, wire: Wire) -> None:
    take()
    assert summary(take()) == []


def test_restated_costs_explain_the_whole_change_of_the_control_total(take: Take, wire: Wire) -> None:
    first = take()
    wire.serve(tuple((*row[:5], f"{number}.25", "1") for number, row in enumerate(BILL)))
    second = take()
    (change,) = Restatement.objects.filter(pull=second)
    assert first.billed_cost is not None
    assert second.billed_cost is not None
    assert change.billed_after - change.billed_before == second.billed_cost - first.billed_cost != Decimal(0)
