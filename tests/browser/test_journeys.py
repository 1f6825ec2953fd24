"""A day of each role in a real browser, with the figures they must see; every page on the way is looked at whole."""

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull
from tests.billing.conftest import NOW
from tests.conftest import COMPANY
from tests.portal.bill import BILL, OCTOBER

from .conftest import Visitor
from .looking import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Support costs 40.00, of which Platform carries 31 of 100 parts: USD 12.40.
BY_WEIGHT = COMPANY.replace("method: even, targets: all", "method: fixed, targets: {platform: 31, payments: 69}")
SUPPORT = (31, "AWS Support (Business)", "", "40", "40")
FOREIGN = ("payments", "Payments", "Bob", "Okafor", "checkout", "Checkout", "ledger", "Ledger", "73,", "27.60")


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def follow(visitor: Visitor, name: str, within: str = "main") -> None:
    """A click on a link, and a look at where it leads."""
    visitor.page.locator(within).get_by_role("link", name=name, exact=True).first.click()
    visitor.page.wait_for_load_state()
    look(visitor, visitor.page)


def chain_is(page: Page, *kinds: str) -> None:
    """These are the kinds of the steps from the amount down to where it comes from."""
    steps = page.get_by_role("list", name="The chain, from the amount down to where it comes from")
    expect(steps.locator(".chain-kind")).to_have_text(kinds)


def test_finance_goes_through_a_month(visitor: Visitor, fay: User) -> None:
    page = visitor.page
    visitor.sign_in("fay")
    heading(page, "October 2026")
    look(visitor, page)
    expect(page.locator(".proof")).to_contain_text(
        "Reconciled: allocated 74,540.52 + unallocated 49.00 = bill 74,589.52, difference 0.00"
    )
    attention = page.locator(".attention")
    expect(attention).to_contain_text("chekout")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert any(74589.52 in row for sheet in book for row in sheet.values)
    follow(visitor, "Platform")
    heading(page, "Platform")
    expect(page.locator(".figures dd").first).to_have_text("1,250.25")
    follow(visitor, "Lines")
    foot = page.locator("#table-linestable tfoot tr").last
    expect(foot).to_contain_text("1,250.25")
    page.locator("#table-linestable tbody a").first.click()
    look(visitor, page)
    expect(page.locator(".lead").first).to_contain_text("USD 1,000.25 is what")
    follow(visitor, "Unallocated", "nav.side")
    expect(page.locator("main")).to_contain_text("49.00")
    follow(visitor, "Close", "nav.side")
    checks = page.locator(".checklist li")
    expect(checks.filter(has_text="Every cent proved")).to_contain_text("difference 0.00")
    expect(checks.filter(has_text="Reviewed by a second person")).to_contain_text("Red")
    assert visitor.complaints == []


@pytest.fixture
def by_weight(october: BillingPeriod, store: Callable[..., Pull]) -> BillingPeriod:
    save_rulebook(rulebook_from_yaml(BY_WEIGHT))
    store([*BILL[:-1], SUPPORT])
    return run_period(OCTOBER, "USD", NOW).period


def test_a_lead_follows_an_amount_to_the_pull_and_meets_no_other_team(
    visitor: Visitor, by_weight: BillingPeriod, alice: User
) -> None:
    page = visitor.page
    visitor.sign_in("alice")
    heading(page, "Platform")
    pages = [page.content()]
    look(visitor, page)
    page.get_by_role("row", name="AWS Support").get_by_role("link", name="12.40").click()
    page.wait_for_load_state()
    expect(page.locator(".lead").first).to_have_text(
        "USD 12.40 is 31.0 % of AWS Support (40.00 in October 2026), because 31 of 100 was agreed."
    )
    pages.append(page.content())
    look(visitor, page)
    chain_is(page, "Statement", "Pool", "Pull")  # the pool's own bill is other people's
    follow(visitor, "Lines")
    pages.append(page.content())
    expect(page.locator("#table-linestable")).to_contain_text("12.40")
    page.goto("/m/2026-10/teams/platform/?by=service")
    page.get_by_role("row", name="AWS Lambda").get_by_role("link", name="200.00").first.click()
    heading(page, "Own cost: AWS Lambda")
    expect(page.locator(".lead").first).to_have_text("USD 200.00 is what AWS Lambda cost in October 2026.")
    expect(page.locator("main")).to_contain_text("Its tag project is “gateway”, which names project Gateway of team")
    chain_is(page, "Statement", "Tag", "Cost series", "Record", "Pull")
    expect(page.get_by_role("table", name="The provider's records")).to_contain_text("2 Oct 2026")
    look(visitor, page)
    pages.append(page.content())
    follow(visitor, "Explore", "nav.side")
    pages.append(page.content())
    follow(visitor, "Statement", "nav.side")
    heading(page, "Platform")
    assert [word for word in FOREIGN for content in pages if word in content] == []
    for address in ("/m/2026-10/teams/payments/", "/m/2026-10/teams/nobody/"):
        page.goto(address)
        heading(page, "Not found")
    assert [line for line in visitor.complaints if "404" not in line] == []


def test_a_viewer_reads_all_and_takes_nothing_away(visitor: Visitor, vera: User) -> None:
    page = visitor.page
    visitor.sign_in("vera")
    heading(page, "Platform")
    look(visitor, page)
    expect(page.locator(".figures dd").first).to_have_text("1,250.25")
    assert page.get_by_role("link", name="Excel").count() == 0
    follow(visitor, "Lines")
    assert page.get_by_role("link", name="CSV").count() == 0
    assert page.request.get("/m/2026-10/teams/platform/statement.csv").status == 403
    assert visitor.complaints == []


def test_somebody_in_no_team_is_told_whom_to_ask_and_sees_no_figure(visitor: Visitor, charlie: User) -> None:
    page = visitor.page
    visitor.sign_in("charlie")
    look(visitor, page)
    assert page.locator("nav.side a").count() == 0
    assert "USD" not in page.inner_text("body")
    look(visitor, visitor.visit("/explore/"))
    assert page.request.get("/m/2026-10/").status == 403
    assert page.request.get("/m/2026-10/teams/platform/").status == 404
    assert visitor.complaints == []
