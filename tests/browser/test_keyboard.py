"""The main way through the portal without a mouse, and what single keys do."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.conftest import PASSWORD

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HAS_RING = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"
WHERE = "() => document.activeElement.getAttribute('href') || document.activeElement.id"


def tab_to(page: Page, wanted: str, presses: int = 40) -> None:
    """Tabs to the element with this href or id; every stop on the way shows where it is."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_RING), page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate(WHERE) == wanted:
            return
    raise AssertionError(f"{wanted} is not reached in {presses} presses of Tab")


def test_from_login_to_a_statement_by_keyboard_alone(visitor: Visitor, fay: User) -> None:
    page = visitor.page
    page.goto("/login/")
    page.keyboard.type("fay")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/m/2026-10/")
    tab_to(page, "#main", presses=1)
    page.keyboard.press("Enter")
    tab_to(page, "/m/2026-10/teams/platform/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/teams/platform/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Platform")


def test_brackets_step_through_the_months_and_slash_goes_to_the_search(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit("/m/2026-10/")
    page.keyboard.press("[")
    page.wait_for_url("**/m/2026-09/")
    page.keyboard.press("]")
    page.wait_for_url("**/m/2026-10/")
    page.keyboard.press("/")
    assert page.evaluate(WHERE) == "find"
    page.keyboard.type("[")
    assert page.url.endswith("/m/2026-10/")


def test_the_search_finds_while_one_types_and_leads_there_by_keyboard(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit("/m/2026-10/")
    page.keyboard.press("/")
    page.keyboard.type("payme", delay=20)
    expect(page.locator("#search-hits a").first).to_have_text("Payments Bob Okafor")
    page.keyboard.press("Escape")
    expect(page.locator("#search-hits")).to_be_empty()
    page.keyboard.type("payme", delay=20)  # the browser itself has emptied the field
    expect(page.locator("#search-hits a").first).to_have_text("Payments Bob Okafor")
    tab_to(page, "/m/2026-10/teams/payments/", presses=3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/teams/payments/")
    assert visitor.complaints == []


def test_a_question_mark_lists_the_keys_unless_they_are_off_or_one_types(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit("/account/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("?")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.get_by_label("Single keys do something").uncheck()
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate(WHERE) != "find"


def test_escape_closes_a_menu_and_gives_the_focus_back(visitor: Visitor, fay: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit("/m/2026-10/")
    page.locator(".user summary").click()
    page.get_by_role("button", name="Dark").focus()
    page.keyboard.press("Escape")
    assert not page.locator(".user[open]").count()
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
