"""Tables and charts as a person uses them: sorting, searching, themes, and all of it without JavaScript."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from chargeback.billing.models import BillingPeriod
from tests.portal.bill import OCTOBER

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = f"/m/{OCTOBER:%Y-%m}/"


def teams_are(page: Page, *names: str) -> None:
    expect(page.locator("#table-teamstable tbody th")).to_have_text(names)


def test_sorting_keeps_the_page_and_is_announced(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit(ADDRESS)
    teams_are(page, "Payments", "Platform")
    page.get_by_role("link", name="Total USD").click()
    expect(page.locator("#announcer")).to_have_text("2 rows, sorted by Total USD, ascending")
    teams_are(page, "Platform", "Payments")
    expect(page).to_have_url(re.compile(r"\?sort=total$"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text(re.compile("Total USD"))
    assert visitor.complaints == []


def test_searching_narrows_the_rows_and_their_total_but_not_the_bill(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit(ADDRESS)
    page.get_by_label("Search teams and owners").press_sequentially("plat")
    page.wait_for_url("**q=plat*")
    feet = page.locator("#table-teamstable tfoot th")
    expect(feet).to_have_text(["Total, 1 of 2 teams", "Unallocated", "Bill"])
    expect(page.locator("#table-teamstable tfoot tr").last).to_contain_text("74,589.52")


def test_the_charts_are_drawn_and_have_their_tables(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit(ADDRESS)
    expect(page.locator(".chart svg")).to_be_visible()
    page.get_by_text("Show as table").click()
    expect(page.get_by_role("table", name="Cost per month, by team, USD")).to_contain_text("73,290.27")


def test_the_theme_is_kept_and_the_page_stays_where_it_was(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit(f"{ADDRESS}?sort=name")
    page.locator(".user summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page).to_have_url(re.compile(rf"{ADDRESS}\?sort=name$"))


def test_reading_sorting_and_exporting_work_without_javascript(
    browser: Browser,
    live_server: LiveServer,
    october: BillingPeriod,
    alice: User,
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    visitor = Visitor(context.new_page())
    visitor.sign_in("alice")
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Platform")
    page.get_by_role("link", name="Service", exact=True).click()
    page.locator("#sort-service-name").click()
    expect(page.locator("#table-service tbody th").first).to_have_text("AWS Lambda")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "chargeback_platform_2026-10_USD.xlsx"
    page.locator(".months summary").click()
    page.get_by_role("link", name="September 2026", exact=True).click()
    page.wait_for_url("**/m/2026-09/teams/platform/")
    context.close()
