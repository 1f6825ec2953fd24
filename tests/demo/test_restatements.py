"""AWS changes its mind about days that were asked for before."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from chargeback.demo.ledger import UNIT, Ledger, index_rows
from chargeback.demo.restating import read_restatement, restate

from .conftest import Serve, row, small_ledger, total

ALPHA = {"Tags": {"Key": "project", "Values": ["alpha"]}}


def told(ledger: Ledger) -> dict[tuple[str, str, str], Decimal]:
    """Every row: day, project, service -> billed."""
    return {
        (f"{each.day:%m-%d}", each.dimensions.tag("project"), each.dimensions.service): Decimal(each.billed) / UNIT
        for each in ledger.rows()
    }


def after(**change: Any) -> dict[tuple[str, str, str], Decimal]:
    """What is told differently than before the change, or not any more."""
    before, now = told(small_ledger()), told(restate(small_ledger(), read_restatement(change)))
    return {key: now.get(key, Decimal("NaN")) for key in {**before, **now} if now.get(key) != before.get(key)}


LAMBDA = "AWS Lambda"


def test_a_cost_changes_on_the_days_that_are_named() -> None:
    assert after(kind="changed", percent=200, where=ALPHA) == {("11-02", "alpha", LAMBDA): Decimal(3)}
    assert after(kind="changed", percent=200, where=ALPHA, start="2026-11-03") == {}


def test_a_group_moves_and_its_cost_with_it() -> None:
    moved = after(kind="moved", where=ALPHA, to={"tags": {"project": "gamma"}})
    assert moved[("11-02", "gamma", LAMBDA)] == Decimal("1.5")
    assert moved[("11-02", "alpha", LAMBDA)].is_nan()


def test_a_group_vanishes() -> None:
    assert [key for key, amount in after(kind="vanished", where=ALPHA).items() if amount.is_nan()] == [
        ("11-02", "alpha", LAMBDA)
    ]


def test_a_sign_flips() -> None:
    assert after(kind="sign-flipped", where=ALPHA) == {("11-02", "alpha", LAMBDA): Decimal("-1.5")}


def test_a_credit_comes_late_also_on_a_day_that_had_no_cost() -> None:
    for day in ("2026-11-03", "2026-11-09"):
        credit = after(kind="late-credit", start=day, amount="-4.25", to={"service": "Amazon S3"})
        assert credit == {(day[5:], "", "Amazon S3"): Decimal("-4.25")}


def test_fine_amounts_are_restated_exactly() -> None:
    fine = index_rows([row("2026-11-02", "0.000000000000000000000007")])
    (changed,) = restate(fine, read_restatement({"kind": "changed", "percent": 300})).rows()
    assert changed.billed == 21


def test_a_running_simulator_is_told_and_remembers_on_the_next_day(serve: Serve) -> None:
    days = [dt.date(2026, 11, 23)]
    service = serve(small_ledger(), today=lambda: days[-1])
    before = total(service.ask("2026-11-02", "2026-11-03"))
    service.page("POST", "/restatements", [{"kind": "changed", "percent": 200}, {"kind": "vanished", "where": ALPHA}])
    assert total(service.ask("2026-11-02", "2026-11-03")) == 2 * (before - Decimal("1.5"))
    days.append(dt.date(2026, 11, 24))
    assert total(service.ask("2026-11-02", "2026-11-03")) == 2 * (before - Decimal("1.5"))


def test_a_final_month_can_become_estimated_again(serve: Serve) -> None:
    service = serve(small_ledger())
    service.page("POST", "/restatements", {"kind": "estimated", "start": "2026-09-15"})
    (page,) = service.ask("2026-08-01", "2026-12-01", Granularity="MONTHLY")
    assert [period["Estimated"] for period in page["ResultsByTime"]] == [False, True, False, True]


@pytest.mark.parametrize(
    "value",
    [
        {"kind": "burnt"},
        {"kind": "late-credit"},
        {"kind": "changed", "start": "yesterday"},
        {"kind": "changed", "where": {"Nothing": 1}},
        {"kind": "moved", "to": {"colour": "red"}},
        {"kind": "late-credit", "start": "2026-11-02", "amount": "much"},
        "changed",
    ],
)
def test_what_is_no_restatement_is_refused(serve: Serve, value: Any) -> None:
    assert serve(small_ledger()).status("POST", "/restatements", value) == 400
