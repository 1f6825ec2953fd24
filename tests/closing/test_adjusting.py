"""What becomes of a closed month: its adjustments, their causes, and that no cent is lost between the two."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Sum

from allocation.models import MappingRule, Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.closing.adjusting import accept_all, decide
from chargeback.closing.comparing import compare
from chargeback.closing.models import Adjustment, AdjustmentLine, Comparison, Statement
from chargeback.closing.reading import statement_of
from chargeback.closing.states import ClosingRefusedError
from chargeback.closing.tasks import queue_new_comparisons
from tests.billing.conftest import BILL, NOW, RULES

from .conftest import NOVEMBER, close, close_again

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]
RESTATED = (*BILL[1:], (1, "Amazon Simple Storage Service", "checkout", "14.5", "14.5"))


@pytest.fixture
def closed(october: BillingPeriod, fay: User, ada: User) -> BillingPeriod:
    close(october, fay, ada)
    october.refresh_from_db()
    return october


def proposed() -> list[tuple[str, str, str]]:
    rows = Adjustment.objects.order_by("pk").values_list("team__slug", "cause", "amount")
    return [(team or "", cause, str(amount)) for team, cause, amount in rows]


def total(state: str = "") -> Decimal:
    rows = Adjustment.objects.filter(state=state) if state else Adjustment.objects.all()
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def test_a_month_of_which_nothing_is_new_has_no_adjustments(closed: BillingPeriod) -> None:
    compare(closed.pk, NOW)
    assert compare(closed.pk, NOW) is None
    assert (Adjustment.objects.count(), Run.objects.count()) == (0, 1)
    assert queue_new_comparisons(NOW) == []


def test_what_the_provider_restates_is_proposed_to_the_next_open_month(closed: BillingPeriod, store: Store) -> None:
    store(RESTATED)
    before = statement_of(closed, Team.objects.get(slug="shop"))
    compare(closed.pk, NOW)
    assert total() == Decimal("4.50")
    assert {cause for _, cause, _ in proposed()} == {"provider"}
    assert {row.posted_in.month for row in Adjustment.objects.all()} == {NOVEMBER}
    assert statement_of(closed, Team.objects.get(slug="shop")) == before
    assert closed.current_run_id == Run.objects.order_by("pk").values_list("pk", flat=True)[0]
    assert verify().problems == ()


def test_each_cause_has_its_part_and_the_parts_are_the_whole(closed: BillingPeriod, store: Store) -> None:
    """The provider restates, a rule sends a typing error to its project, and search moves to data as a whole."""
    store(RESTATED)
    changed = RULES.replace("[checkout, Checkout]", "[checkout, Checkout, chekout]")
    save_rulebook(rulebook_from_yaml(changed.replace("until: 2026-10-16", "until: 2026-10-01").replace(
        "from: 2026-10-16", "from: 2026-10-01")))  # fmt: skip
    compare(closed.pk, NOW)
    by_cause = dict(Adjustment.objects.order_by().values_list("cause").annotate(Sum("amount")))
    assert by_cause == {"provider": Decimal("4.50"), "rule": Decimal("0.00"), "organisation": Decimal("0.00")}
    assert ("", "rule", "-1.01") in proposed()
    assert AdjustmentLine.objects.aggregate(total=Sum("amount"))["total"] == total()
    assert verify().problems == ()


def test_a_restatement_that_is_taken_back_is_adjusted_back(closed: BillingPeriod, store: Store) -> None:
    store(RESTATED)
    compare(closed.pk, NOW)
    store()
    compare(closed.pk, NOW)
    assert (total(), Comparison.objects.count()) == (Decimal(0), 2)
    assert verify().problems == ()


def test_only_accepted_adjustments_are_billed_and_each_once(
    closed: BillingPeriod, store: Store, fay: User, ada: User
) -> None:
    store(RESTATED)
    compare(closed.pk, NOW)
    shop = Adjustment.objects.get(team__slug="shop")
    data = Adjustment.objects.get(team__slug="data")
    decide(shop.pk, "accept", fay, "", NOW)
    decide(data.pk, "write-off", fay, "too small to bill", NOW)
    store(BILL[:2], month=NOVEMBER)
    november = run_period(NOVEMBER, "USD", NOW).period
    close(november, fay, ada)
    statement = Statement.objects.get(period=november, team__slug="shop")
    assert statement.adjusted == shop.amount
    shop.refresh_from_db()
    assert shop.statement == statement
    assert not Statement.objects.filter(period=november, team__slug="data", adjusted__gt=0).exists()
    with pytest.raises(ClosingRefusedError, match=r"billed on statement 2026-"):
        decide(shop.pk, "hold", fay, "wait", NOW)
    with pytest.raises(IntegrityError, match="keeps what it says"), transaction.atomic():
        Adjustment.objects.filter(pk=shop.pk).update(state="proposed")
    assert verify().problems == ()


def test_an_adjustment_never_changes_its_amount(closed: BillingPeriod, store: Store) -> None:
    store(RESTATED)
    compare(closed.pk, NOW)
    with pytest.raises(IntegrityError, match="keeps what it says"), transaction.atomic():
        Adjustment.objects.update(amount=0)
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        AdjustmentLine.objects.all().delete()


def test_to_hold_or_write_off_needs_a_reason(closed: BillingPeriod, store: Store, fay: User) -> None:
    store(RESTATED)
    compare(closed.pk, NOW)
    adjustment = Adjustment.objects.filter(team__isnull=False)[0]
    with pytest.raises(ClosingRefusedError, match="Say why"):
        decide(adjustment.pk, "hold", fay, " ", NOW)
    decide(adjustment.pk, "hold", fay, "waits for AWS", NOW)
    assert accept_all(adjustment.posted_in, fay, NOW) == Adjustment.objects.count() - 1


def test_a_reopened_month_is_issued_anew_and_nothing_is_billed_twice(
    closed: BillingPeriod, store: Store, fay: User, ada: User
) -> None:
    store(RESTATED)
    compare(closed.pk, NOW)
    november = Adjustment.objects.all()[0].posted_in
    accept_all(november, fay, NOW)
    store(BILL[:2], month=NOVEMBER)
    close(run_period(NOVEMBER, "USD", NOW).period, fay, ada)
    MappingRule.objects.filter(name="support fee").update(note="looked at")
    close_again(closed, fay, ada)
    old, new = Statement.objects.filter(period=closed, team__slug="shop").order_by("version")
    billed = Statement.objects.get(period__month=NOVEMBER, team__slug="shop").adjusted
    assert (new.replaces, new.version, new.adjusted) == (old, 2, -billed)
    assert new.total + billed == new.direct + new.shared
    assert verify().problems == ()
