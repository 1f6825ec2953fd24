"""A dispute in a real browser: from a line to the answer beside the chain, to the pair, to the credit on the draft."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from tests.billing.conftest import NOW
from tests.closing.conftest import close

from .conftest import Visitor
from .looking import look, picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
NOVEMBER = dt.date(2026, 11, 1)


def test_a_dispute_from_the_line_to_the_credit(
    visitor: Visitor, october: BillingPeriod, alice: User, bob: User, fay: User, ada: User
) -> None:
    close(october, fay, ada)
    run_period(NOVEMBER, "USD", NOW)
    dispute = raised(visitor)
    answered(visitor, dispute)
    page = as_(visitor, "alice", dispute)
    expect(page.locator("main")).to_contain_text("Which function is it?")
    accepted(visitor, dispute)
    page = as_(visitor, "alice", dispute)
    look(visitor, page)
    picture(page, "dispute-lead")
    with page.expect_navigation():
        page.click("#moved-title ~ p a")
    credit = page.inner_text("#table-corrections")
    assert "accepted dispute" in credit
    assert "−200.00" in credit
    picture(page, "statement-with-credit")
    others(visitor, dispute)
    assert visitor.complaints == []
    assert verify().problems == ()


def as_(visitor: Visitor, who: str, address: str) -> Page:
    visitor.page.context.clear_cookies(name="session")
    visitor.sign_in(who)
    return visitor.visit(address)


def done(page: Page, button: str) -> str:
    """What the page says after the button was pressed."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    return page.inner_text("main")


def raised(visitor: Visitor) -> str:
    """Alice goes from her lines to the amount's explanation and disputes it there. Returns the dispute's address."""
    page = as_(visitor, "alice", "/m/2026-10/teams/platform/lines/?by=month&service=AWS+Lambda")
    with page.expect_navigation():
        page.click("#table-linestable tbody td.num a")
    page.click("text=Dispute this amount")
    page.fill("#dispute-text", "That function is not ours.")
    assert "finance is told" in done(page, "Send to finance")
    return page.url


def answered(visitor: Visitor, dispute: str) -> None:
    """Fay sees the chain beside what was said, and asks back."""
    page = as_(visitor, "fay", dispute)
    expect(page.locator(".why-panel .chain")).to_contain_text("project=gateway")
    page.fill("#step-text", "Which function is it?")
    assert "answered" in done(page, "Answer")


def accepted(visitor: Visitor, dispute: str) -> None:
    """Fay looks at the pair and posts it."""
    page = as_(visitor, "fay", dispute)
    page.fill("#transfer-to", "team:payments")
    assert "billed in November 2026" in done(page, "Show the pair")
    look(visitor, page)
    picture(page, "dispute-pair")
    page.fill("#transfer-text", "You are right.")
    page.fill("#transfer-note", "It ran for checkout.")
    assert "on the next statements" in done(page, "Accept and post the pair")
    picture(page, "dispute-finance")


def others(visitor: Visitor, dispute: str) -> None:
    """Bob reads what is charged to him and nothing of the dispute; the browser complains of the 404 itself."""
    page = as_(visitor, "bob", "/m/2026-11/teams/payments/")
    expect(page.locator("#table-corrections")).to_contain_text("recharge by transfer")
    assert "accepted dispute" not in page.inner_text("main")
    answer = page.request.get(dispute)
    assert answer.status == 404
