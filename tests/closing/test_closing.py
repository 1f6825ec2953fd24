"""Closing a month: what it takes, what is issued, what never changes afterwards."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test import Client

from allocation.models import Team
from chargeback.audit.models import Entry
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import RunRefusedError, run_period
from chargeback.billing.verify import verify
from chargeback.closing.closing import close_period
from chargeback.closing.models import Closing, IssuedLine, Override, StateChange, Statement
from chargeback.closing.reading import statement_of
from chargeback.closing.states import ClosingRefusedError, override, review, send_to_review, take_back
from tests.billing.conftest import NOW, OCTOBER

from .conftest import TODAY, close

pytestmark = pytest.mark.django_db


def test_a_month_that_nobody_else_has_looked_at_is_not_closed(october: BillingPeriod, fay: User) -> None:
    with pytest.raises(ClosingRefusedError, match=r"second person.*Nobody else has looked"):
        close_period(october.pk, fay, "", NOW, TODAY)
    assert (Closing.objects.count(), Statement.objects.count()) == (0, 0)


def test_closing_issues_numbered_statements_that_are_the_bill(october: BillingPeriod, fay: User, ada: User) -> None:
    closing = close(october, fay, ada, "Refund follows in November.")
    rows = Statement.objects.order_by("number")
    assert [(row.full_number, row.position, row.team_name, str(row.total)) for row in rows] == [
        ("2026-00001", 1, "Data Platform", "33.78"),
        ("2026-00002", 2, "Web Shop", "13.72"),
        ("2026-00003", 3, "Unallocated", "2.00"),
    ]
    assert (str(closing.bill), rows[1].owner, rows[1].cost_centre) == ("49.50", "Alice Moreau", "4711")
    assert IssuedLine.objects.aggregate(Sum("amount"))["amount__sum"] == closing.bill
    assert verify().problems == ()


def test_the_history_says_who_when_and_why(october: BillingPeriod, fay: User, ada: User) -> None:
    send_to_review(october.pk, fay, "complete", NOW)
    take_back(october.pk, fay, "one tag to mend", NOW)
    close(october, fay, ada)
    steps = StateChange.objects.values_list("before", "after", "by__username", "reason")
    assert list(steps) == [
        ("open", "in review", "fay", "complete"),
        ("in review", "open", "fay", "one tag to mend"),
        ("open", "in review", "fay", "complete"),
        ("in review", "closed", "fay", ""),
    ]


def test_who_sent_a_month_to_review_is_not_its_second_person(october: BillingPeriod, fay: User) -> None:
    send_to_review(october.pk, fay, "", NOW)
    assert october.current_run_id
    with pytest.raises(ClosingRefusedError, match="somebody else"):
        review(october.pk, october.current_run_id, fay, "", NOW)


def test_an_override_needs_a_reason_and_stays_with_the_close(october: BillingPeriod, fay: User, ada: User) -> None:
    with pytest.raises(ClosingRefusedError, match="Say why"):
        override(october.pk, "unallocated", fay, "  ", NOW, TODAY)
    with pytest.raises(ClosingRefusedError, match="does not stand in the way"):
        override(october.pk, "splits", fay, "why not", NOW, TODAY)
    closing = close(october, fay, ada)
    said = {check["name"]: check["overridden"] for check in closing.checks if not check["is_ok"]}
    assert said == {"data-final": "Fay: a small test", "unallocated": "Fay: a small test"}
    assert Override.objects.count() == 2


def test_finance_changes_the_limit_of_unallocated_cost_with_a_reason(
    october: BillingPeriod, fay: User, client: Client
) -> None:
    client.force_login(fay)

    def said(percent: str, reason: str) -> str:
        form = {"percent": percent, "reason": reason}
        return client.post("/m/2026-10/close/limit/", form, follow=True).content.decode()

    assert "Say why" in said("5", "")
    assert "from 0 to 100" in said("NaN", "why not")
    assert "the limit is 2.00 %" in said("101", "why not")
    assert "4.04 % of the bill is unallocated; the limit is 4.50 %." in said("4.5", "Two accounts are being sold")
    entry = Entry.objects.filter(subject="allocation_allocationoptionsevent").latest("pk")
    assert (entry.actor, entry.reason) == ("Fay (fay)", "Two accounts are being sold")


def test_a_review_counts_for_the_run_that_was_looked_at_only(october: BillingPeriod, fay: User, ada: User) -> None:
    send_to_review(october.pk, fay, "", NOW)
    assert october.current_run_id
    review(october.pk, october.current_run_id, ada, "", NOW)
    Team.objects.filter(slug="shop").update(name="Shop of another name")
    run_period(OCTOBER, "USD", NOW)
    with pytest.raises(ClosingRefusedError, match="second person"):
        close_period(october.pk, fay, "", NOW, TODAY)


def test_the_second_of_two_who_close_is_told_that_it_is_done(october: BillingPeriod, fay: User, ada: User) -> None:
    close(october, fay, ada)
    with pytest.raises(ClosingRefusedError, match="closed already since 2026-11-20 06:00 UTC, by Fay"):
        close_period(october.pk, ada, "", NOW, TODAY)
    assert Closing.objects.count() == 1


def test_a_statement_reads_the_same_after_names_rules_and_records_changed(
    october: BillingPeriod, fay: User, ada: User
) -> None:
    close(october, fay, ada)
    october.refresh_from_db()
    shop = Team.objects.get(slug="shop")
    before = statement_of(october, shop)
    Team.objects.filter(slug="shop").update(name="Other", cost_centre="1")
    with pytest.raises(RunRefusedError):
        run_period(OCTOBER, "USD", NOW)
    shop.refresh_from_db()
    assert statement_of(october, shop) == before
    assert (before.team.name, before.issue and before.issue.version) == ("Web Shop", 1)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE closing_statement SET total = total",
        "DELETE FROM closing_statement",
        "UPDATE closing_issuedline SET amount = 0",
        "DELETE FROM closing_issuedline",
        "DELETE FROM closing_closing",
        "UPDATE closing_statechange SET reason = 'nothing happened'",
        "UPDATE billing_billingperiod SET state = 'open'",
        "UPDATE billing_billingperiod SET basis = 'effective'",
        "DELETE FROM billing_billingperiod",
        "UPDATE billing_run SET checksum = ''",
        "DELETE FROM billing_run",
        "UPDATE billing_statementline SET cents = cents + 1",
        "DELETE FROM billing_assignment",
        "INSERT INTO billing_teamday (run_id, day, direct, shared) SELECT id, '2026-10-01', 1, 1 FROM billing_run",
        "UPDATE billing_teamday SET direct = 0",
        "DELETE FROM billing_serviceday",
        "DELETE FROM billing_run_pulls",
        "TRUNCATE closing_statement CASCADE",
        "TRUNCATE billing_run CASCADE",
        "TRUNCATE billing_statementline",
        "TRUNCATE billing_statementline_{run}",
        "DELETE FROM billing_poolshare_{run}",
    ],
)
def test_what_was_closed_is_refused_every_change(october: BillingPeriod, fay: User, ada: User, sql: str) -> None:
    closing = close(october, fay, ada)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises(IntegrityError, match=r"refused|closed|billed|stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(run=closing.run_id))


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE closing_statement DISABLE TRIGGER closing_keep",
        "DROP TRIGGER closing_keep_all ON billing_run",
        "ALTER TABLE billing_statementline_{run} DISABLE TRIGGER closing_keep_all",
    ],
)
def test_verify_tells_of_a_guard_that_is_gone(october: BillingPeriod, fay: User, ada: User, sql: str) -> None:
    closing = close(october, fay, ada)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql.format(run=closing.run_id))
    assert any("missing or switched off" in problem for problem in verify().problems)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE closing_statement SET body = replace(body, 'Web', 'Wep')", "not the one that was issued"),
        ("UPDATE closing_issuedline SET amount = amount + 1", "add up to"),
        ("UPDATE closing_statement SET number = 9 WHERE number = 3", "numbered 1 to 9"),
        ("UPDATE closing_statement SET direct = direct + 1, total = total + 1", "the statements come to"),
    ],
)
def test_verify_names_what_somebody_changed_with_the_guards_off(
    october: BillingPeriod, fay: User, ada: User, tampering: str, found: str
) -> None:
    close(october, fay, ada)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("closing_statement", "closing_issuedline"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER closing_keep")
        cursor.execute(tampering)
    assert any(found in problem for problem in verify().problems)
