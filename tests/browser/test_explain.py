"""A lead wonders about USD 200.00: from the statement down to the pull, by mouse, by filter, and on paper."""

import io
import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from chargeback.billing.models import BillingPeriod

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATEMENT = "/m/2026-10/teams/platform/"


def test_filtering_lines_swaps_them_and_keeps_the_address_short(visitor: Visitor, alice: User) -> None:
    visitor.sign_in("alice")
    page = visitor.visit(f"{STATEMENT}lines/")
    page.locator("#filter-service").select_option("AWS Lambda")
    page.wait_for_url("**/lines/?service=AWS*")
    expect(page.locator("#table-linestable tfoot th").first).to_have_text("Total of the filter, 1 line")
    assert "project=" not in page.url
    expect(page.locator("#lines-exports a").last).to_have_attribute("href", re.compile("service=AWS"))
    expect(page.locator("#announcer")).to_contain_text("1 row, sorted by Amount USD, descending")
    page.locator("#search").press_sequentially("nothing")
    expect(page.locator("#table-linestable")).to_contain_text("No line matches.")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator("#table-linestable tfoot th").first).to_have_text("Total of all lines, 3 lines")
    assert visitor.complaints == []


def test_the_browsers_own_print_heads_and_numbers_every_sheet(visitor: Visitor, alice: User) -> None:
    visitor.sign_in("alice")
    page = visitor.visit(STATEMENT)
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    for number, sheet in enumerate(sheets, start=1):
        assert "Statement 2026-10 / Platform / draft, run" in sheet
        assert f"{number} / {len(sheets)}" in sheet
        assert "Clear all" not in sheet
        assert "Explain" not in sheet
    assert "1,250.25" in " ".join(sheets)
    assert visitor.complaints == []


def test_lines_and_reasons_can_be_read_filtered_and_taken_away_without_javascript(
    browser: Browser, live_server: LiveServer, october: BillingPeriod, alice: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    visitor = Visitor(context.new_page())
    visitor.sign_in("alice")
    page = visitor.page
    page.get_by_role("link", name="Lines").click()
    page.get_by_label("Show").select_option("shared")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#table-linestable tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "lines_platform_2026-10_USD.csv"
    page.locator("#table-linestable tbody a").first.click()
    expect(page.locator(".lead").first).to_contain_text("USD 50.00 is 50.0\u00a0% of AWS Support")
    context.close()
