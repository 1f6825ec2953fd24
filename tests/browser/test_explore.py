"""Exploring by keyboard and mouse: each choice swaps the page, says so aloud, and stands in the address."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from chargeback.billing.models import BillingPeriod

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = "#table-explore"


def test_choices_swap_chart_and_table_and_stand_in_the_address(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit("/explore/?range=2")
    page.locator("#explore-group").focus()
    page.locator("#explore-group").select_option("team")
    page.wait_for_url("**/explore/?*group=team*")
    expect(page.locator(f"{TABLE} tbody th").first).to_have_text("Payments")
    expect(page.locator("#explore-group")).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("sorted by Total USD, descending")
    expect(page.locator(".chart svg")).to_have_count(1)
    page.locator("#explore-without").select_option("team:payments")
    expect(page.locator(".chips")).to_contain_text("Team is not Payments")
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(2)
    page.locator("#chip-1").press("Enter")
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Platform", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cost by service, by month")
    page.go_back()
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(3)
    assert visitor.complaints == []


def test_a_view_is_saved_and_opens_first(visitor: Visitor, alice: User) -> None:
    visitor.sign_in("alice")
    page = visitor.visit("/explore/?range=2&group=project")
    page.get_by_label("Save what is shown as").fill("By project")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("“By project” is saved.")
    page.get_by_text("Change By project").click()
    page.get_by_role("button", name="Open first").click()
    page.get_by_role("link", name="Explore").click()
    page.wait_for_url("**/explore/?range=2&group=project")
    assert visitor.complaints == []


def test_without_javascript_everything_but_the_chart_is_there(
    browser: Browser, live_server: LiveServer, october: BillingPeriod, alice: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    visitor = Visitor(context.new_page())
    visitor.sign_in("alice")
    page = visitor.page
    page.get_by_role("link", name="Explore").click()
    page.get_by_label("Only").select_option("service:AWS Lambda")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(f"{TABLE} tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.startswith("explore_service_")
    context.close()
