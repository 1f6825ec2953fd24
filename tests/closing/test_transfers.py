"""A credit and a recharge of a closed month: exactly 0 together, billed together, never twice."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from allocation.models import Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.closing.adjusting import accept_all, decide
from chargeback.closing.adjustment_figures import adjustments_of
from chargeback.closing.checks import closeable
from chargeback.closing.comparing import compare
from chargeback.closing.known import known_on
from chargeback.closing.models import Adjustment, AdjustmentLine, Statement, Transfer
from chargeback.closing.reading import statement_of
from chargeback.closing.run_checks import transfers_are_needed
from chargeback.closing.states import ClosingRefusedError
from chargeback.closing.transferring import Wish, take_back
from chargeback.closing.transferring import transfer as make_transfer
from chargeback.journal.building import posting_of
from tests.billing.conftest import BILL, NOW, RULES, Row

from .conftest import NOVEMBER, close, close_again

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]
SEVEN = Decimal("7.01")
# The typing error is given to checkout: the rule itself says what a transfer may have said before.
MENDED = RULES.replace("[checkout, Checkout]", "[checkout, Checkout, chekout]")


@pytest.fixture
def closed(october: BillingPeriod, fay: User, ada: User) -> BillingPeriod:
    close(october, fay, ada)
    october.refresh_from_db()
    return october


def move(period: BillingPeriod, fay: User, receiver: str, amount: Decimal = SEVEN) -> Transfer:
    wish = Wish(amount, receiver, service="AWS Lambda")
    reasons = ("You are right.", "It ran in your account.")
    return make_transfer(period.pk, Team.objects.get(slug="shop"), wish, "dispute 1", reasons, fay, NOW)


def halves() -> list[tuple[str, str]]:
    rows = Adjustment.objects.order_by("pk").values_list("team__slug", "amount")
    return [(team or "", str(amount)) for team, amount in rows]


def at_commit() -> None:
    """What the database otherwise looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def decide_one_side_in_sql(**values: object) -> None:
    Adjustment.objects.filter(team__slug="shop").update(**values)
    at_commit()


@pytest.mark.parametrize(
    ("receiver", "posted"),
    [
        ("team:data", [("shop", "-7.01"), ("data", "7.01")]),
        ("project:search", [("shop", "-7.01"), ("data", "7.01")]),  # whose it was on the last of October
        ("unallocated", [("shop", "-7.01"), ("", "7.01")]),
        ("pool:support", [("shop", "-4.98"), ("data", "4.98")]),  # shop carries 2.03 of it, as of the pool
    ],
)
def test_the_pair_is_exactly_zero_whoever_is_charged(
    closed: BillingPeriod, fay: User, receiver: str, posted: list[tuple[str, str]]
) -> None:
    move(closed, fay, receiver)
    at_commit()
    assert halves() == posted
    assert AdjustmentLine.objects.aggregate(total=Sum("amount"))["total"] == 0
    assert {(row.state, row.posted_in.month) for row in Adjustment.objects.all()} == {("accepted", NOVEMBER)}
    assert verify().problems == ()


def test_both_are_on_the_next_statements_and_in_the_journal_and_the_bill_stays_the_bill(
    closed: BillingPeriod, store: Store, fay: User, ada: User
) -> None:
    move(closed, fay, "team:data")
    store(BILL[:4], month=NOVEMBER)
    november = run_period(NOVEMBER, "USD", NOW).period
    shop, data = (statement_of(november, Team.objects.get(slug=slug)).corrections[0] for slug in ("shop", "data"))
    number = Statement.objects.get(team__slug="shop").full_number
    assert (shop.what, shop.cents, shop.month) == (f"accepted dispute 1 of statement {number}", -SEVEN, closed.month)
    # Who is charged reads nothing of the team that disputed, nor of its statement.
    assert (data.what, data.cents, data.month) == (f"recharge by {Transfer.objects.get()}", SEVEN, closed.month)
    posted = [(one.team, one.amount) for one in posting_of(november).owed if one.month == closed.month]
    assert posted == [("data", SEVEN), ("shop", -SEVEN)]
    closing = close(november, fay, ada)
    assert closing.statements.aggregate(total=Sum("total"))["total"] == closing.bill
    assert {row.statement.period_id for row in Adjustment.objects.all() if row.statement} == {november.pk}
    with pytest.raises(ClosingRefusedError, match="billed on statement"):
        decide(Adjustment.objects.all()[0].pk, "hold", fay, "wait", NOW)
    assert verify().problems == ()


def test_a_side_is_never_decided_without_the_other(closed: BillingPeriod, fay: User) -> None:
    move(closed, fay, "team:data")
    at_commit()
    decide(Adjustment.objects.order_by("pk")[0].pk, "hold", fay, "waits", NOW)
    at_commit()
    assert {row.state for row in Adjustment.objects.all()} == {"held"}
    for broken in ({"state": "accepted"}, {"posted_in": closed}):
        with pytest.raises(IntegrityError, match="stay together"), transaction.atomic():
            decide_one_side_in_sql(**broken)
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        Transfer.objects.update(amount=1)


def test_taking_back_posts_the_opposite_once(closed: BillingPeriod, fay: User) -> None:
    made = move(closed, fay, "pool:support")
    take_back(made.pk, fay, "The rule says so by now.", NOW)
    at_commit()
    assert dict(Adjustment.objects.order_by().values_list("team__slug").annotate(Sum("amount"))) == {
        "shop": 0,
        "data": 0,
    }
    with pytest.raises(ClosingRefusedError, match="taken back already"):
        take_back(made.pk, fay, "Again.", NOW)
    assert verify().problems == ()


@pytest.mark.parametrize(
    ("receiver", "says"),
    [
        ("", "Say who is charged instead"),
        ("team:nobody", "There is no team 'nobody'"),
        ("team:shop", "would be charged again"),
        ("project:orphan", "There is no project"),
        ("unallocated:data", "Say who is charged"),
    ],
)
def test_who_cannot_be_charged_is_refused_and_nothing_is_posted(
    closed: BillingPeriod, fay: User, receiver: str, says: str
) -> None:
    with pytest.raises(ClosingRefusedError, match=says):
        move(closed, fay, receiver)
    assert (Transfer.objects.count(), Adjustment.objects.count()) == (0, 0)


def test_of_an_open_month_nothing_is_moved(october: BillingPeriod, fay: User) -> None:
    with pytest.raises(ClosingRefusedError, match="correct the rule"):
        move(october, fay, "team:data")


def test_what_a_rule_then_says_too_is_not_accepted_with_all_the_others(
    closed: BillingPeriod, store: Store, fay: User
) -> None:
    """The rule is mended for the month after the cost was moved already; only a decision of its own bills it again."""
    restated: tuple[Row, ...] = (*BILL[:3], (2, "Amazon Simple Storage Service", "warehouse", "21", "21"), *BILL[4:])
    move(closed, fay, "unallocated")
    save_rulebook(rulebook_from_yaml(MENDED))
    store(restated)
    compare(closed.pk, NOW)
    proposed = Adjustment.objects.filter(state="proposed")
    waiting = adjustments_of(closed, None).waiting
    assert {row.team for row in waiting if row.moved} == {"Web Shop", "Unallocated"}
    assert accept_all(proposed[0].posted_in, fay, NOW) == sum(not row.moved for row in waiting) > 0
    assert {row.team_id for row in proposed} == {Team.objects.get(slug="shop").pk, None}
    assert verify().problems == ()


def test_a_new_version_of_the_month_asks_about_what_was_moved_and_does_not_bill_it_twice(
    closed: BillingPeriod, store: Store, fay: User, ada: User
) -> None:
    move(closed, fay, "team:data")
    store(BILL[:4], month=NOVEMBER)
    close(run_period(NOVEMBER, "USD", NOW).period, fay, ada)
    close_again(closed, fay, ada)
    closed.refresh_from_db()
    check = transfers_are_needed(closeable(closed, NOW, NOW.date()))
    assert not check.is_ok
    assert "dispute 1" in check.says
    assert set(Statement.objects.filter(period=closed).values_list("version", "adjusted")) == {(1, 0), (2, 0)}
    assert verify().problems == ()


def test_as_known_today_the_month_has_what_was_moved(closed: BillingPeriod, fay: User) -> None:
    move(closed, fay, "team:data")
    known = known_on(closed, NOW.date())
    assert known
    before = known_on(closed, NOW.date().replace(day=19))
    assert before is None  # its run is of the 20th
    assert {team.slug: team.now for team in known.teams}["shop"] == Decimal("13.72") - SEVEN
    assert known.now == known.then == Decimal("49.50")
