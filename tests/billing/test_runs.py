"""Running a month: what is stored, what is refused, what stays."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from allocation.models import Project, Team
from chargeback.billing.models import Assignment, BillingPeriod, Charge, Run
from chargeback.billing.month_json import month_figures
from chargeback.billing.proof import ProofFailedError
from chargeback.billing.runs import RunRefusedError, run_month, run_period
from chargeback.billing.verify import verify
from chargeback.costs.models import DailyControl

from .conftest import BILL, NOW, OCTOBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def run() -> Run:
    return run_period(OCTOBER, "USD", NOW)


def figures() -> dict[str, object]:
    return month_figures(BillingPeriod.objects.get(month=OCTOBER))


def test_every_cent_sits_with_a_team_or_in_unallocated(store) -> None:  # type: ignore[no-untyped-def]
    store()
    run()
    assert figures() | {"run": 0} == {
        "period": "2026-10",
        "currency": "USD",
        "basis": "billed",
        "run": 0,
        "control_total": "49.5000000000",
        "teams": {
            "data": {"direct": "26.6666666666", "shared": "7.1111111111", "total": "33.7777777777"},
            "shop": {"direct": "10.8333333334", "shared": "2.8888888889", "total": "13.7222222223"},
        },
        "unallocated": "2.0000000000",
        "rounding": "0.0000000000",
        "proof": "ok",
    }


def test_a_project_that_changes_teams_is_charged_by_day(store) -> None:  # type: ignore[no-untyped-def]
    store()
    run()
    search = Charge.objects.filter(project=Project.objects.get(slug="search")).order_by("day")
    assert list(search.values_list("day", "team__slug", "amount")) == [
        (dt.date(2026, 10, 1), "shop", Decimal("3.3333333333")),
        (dt.date(2026, 10, 16), "data", Decimal("6.6666666666")),
    ]


def test_the_effective_basis_charges_amortized_cost(store) -> None:  # type: ignore[no-untyped-def]
    store()
    BillingPeriod.objects.create(month=OCTOBER, currency="USD", basis="effective")
    run()
    assert figures()["control_total"] == "48.5000000001"


def test_a_second_run_of_the_same_inputs_is_the_first_one(store) -> None:  # type: ignore[no-untyped-def]
    store()
    assert run() == run()
    assert Run.objects.count() == 1


def test_equal_inputs_give_an_equal_checksum(store) -> None:  # type: ignore[no-untyped-def]
    store()
    first = run()
    store(BILL[:-1])
    second = run()
    store()
    third = run()
    assert (first.checksum, first.inputs_fingerprint) == (third.checksum, third.inputs_fingerprint)
    assert second.checksum != first.checksum


def test_a_changed_rulebook_makes_a_new_run(store) -> None:  # type: ignore[no-untyped-def]
    store()
    first = run()
    Team.objects.filter(slug="shop").update(name="Web Shop and Search")
    assert run().pk != first.pk


def test_a_month_without_costs_is_refused_with_the_command_that_helps() -> None:
    with pytest.raises(RunRefusedError, match=r"No costs are stored for 2026-10.*pull_costs --source"):
        run_month(OCTOBER, NOW)


def test_a_closed_month_is_refused_and_keeps_its_run(store) -> None:  # type: ignore[no-untyped-def]
    store()
    first = run()
    BillingPeriod.objects.update(state="closed")
    store(BILL[:-1])
    with pytest.raises(RunRefusedError, match="closed"):
        run()
    assert BillingPeriod.objects.get().current_run == first


def test_records_that_miss_the_providers_total_leave_the_old_run_in_place(store) -> None:  # type: ignore[no-untyped-def]
    store()
    first = run()
    DailyControl.objects.filter(day=dt.date(2026, 10, 2)).update(billed_cost="20.0000000001")
    with pytest.raises(ProofFailedError, match=r"On day 2, records .* 20\.0000000000 and 20\.0000000001"):
        run()
    assert BillingPeriod.objects.get().current_run == first
    assert Run.objects.count() == 1


def test_currencies_are_never_added_to_each_other(store) -> None:  # type: ignore[no-untyped-def]
    store()
    store(BILL[:1], currency="EUR")
    totals = {run.period.currency: run.control_total for run in run_month(OCTOBER, NOW)}
    assert totals == {"EUR": Decimal("10.0000000001"), "USD": Decimal("49.5")}


def test_amounts_beyond_64_bits_add_up(store) -> None:  # type: ignore[no-untyped-def]
    huge = "99999999999999.0000000001"
    store([*BILL, (5, "AWS Lambda", "warehouse", huge, huge), (6, "AWS Support (Business)", "", huge, huge)])
    run()
    shown = figures()
    assert (shown["control_total"], shown["proof"]) == ("200000000000047.5000000002", "ok")


def test_each_assignment_knows_its_amount_and_rule(store) -> None:  # type: ignore[no-untyped-def]
    store()
    run()
    found = Assignment.objects.order_by("amount").values_list("rule", "team__slug", "pool__slug", "reason", "amount")
    assert ("support fee", None, "support", "", Decimal("10")) in list(found)
    assert sum(row[4] for row in found) == Decimal("49.5")


def test_verify_is_silent_on_a_sound_database(store) -> None:  # type: ignore[no-untyped-def]
    store()
    run()
    assert verify().problems == ()


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE billing_statementline SET daily[1] = daily[1] + 0.0000000001", "charges add up"),
        ("UPDATE billing_statementline SET daily[1] = daily[16], daily[16] = daily[1]", "checksum differs"),
        ("UPDATE billing_statementline SET daily[4] = 0", "checksum differs"),
        ("UPDATE billing_statementline SET team_id = NULL WHERE service = 'AWS Lambda'", "checksum differs"),
        ("UPDATE billing_statementline SET amount = -amount", "not the sum of their days"),
        ("UPDATE billing_statementline SET cents = cents + 0.01 - 0.02 * (number % 2)", "checksum differs"),
        ("UPDATE billing_assignment SET amount = amount + 1", "assignments add up"),
        ("UPDATE billing_statementline SET cents = cents + 0.01", "statements add up"),
        ("DELETE FROM costs_costrecord WHERE billed_cost = 20", "aws-usd 2026-10-02"),
        ("UPDATE billing_run SET unallocated = 0", "allocated and unallocated"),
    ],
)
def test_verify_names_what_was_tampered_with(store, tampering: str, found: str) -> None:  # type: ignore[no-untyped-def]
    store()
    run()
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert any(found in problem for problem in verify().problems)
