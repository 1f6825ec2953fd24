"""Finance closes October in a real browser: checklist, second person, overrides, issue, printed statement, checksum."""

import os

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page

from chargeback.closing.models import Closing, Statement
from tests.closing.emptying import emptied_afterwards  # noqa: F401

from .conftest import Visitor
from .looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("emptied_afterwards"),
]
CLOSE = "/m/2026-10/close/"
PICTURES = os.environ.get("PICTURES", "")  # a folder, to look at the pages with one's own eyes


def picture(page: Page, name: str) -> None:
    for width in (1280, 390) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_finance_closes_october_and_prints_a_statement(visitor: Visitor, fay: User, ada: User) -> None:
    visitor.sign_in("fay")
    page = visitor.visit(CLOSE)
    look(visitor, page)
    picture(page, "close-open-light")
    page.click("text=Send to review")
    page.wait_for_load_state("networkidle")
    assert "The month is in review" in page.inner_text("main")
    second_person(visitor)
    visitor.sign_in("fay")
    page = visitor.visit(CLOSE)
    while page.locator("text=Close in spite of it").count():
        page.locator("text=Close in spite of it").first.click()
        page.locator("details[open] input[name=reason]").fill("A small test")
        page.locator("details[open] button").click()
        page.wait_for_load_state("networkidle")
    picture(page, "close-ready-light")
    page.fill("#reason-issue", "Refund follows in November.")
    page.click("text=Issue 3 statements")
    page.wait_for_load_state("networkidle")
    look(visitor, page)
    picture(page, "close-closed-light")
    assert (Closing.objects.count(), Statement.objects.count()) == (1, 3)
    page.click("#table-issued >> text=Platform")
    page.wait_for_load_state("networkidle")
    look(visitor, page)
    picture(page, "statement-issued-light")
    assert "Refund follows in November." in page.inner_text("main")
    page.emulate_media(media="print")
    assert "2026-00002" in page.inner_text(".print-head")
    page.emulate_media(media="screen")
    page.click(".stamp a")
    page.wait_for_load_state("networkidle")
    assert "Genuine: statement 2026-00002 of Platform" in page.inner_text("main")
    look(visitor, page)
    look(visitor, visitor.visit("/m/2026-10/adjustments/"))
    look(visitor, visitor.visit("/m/2026-10/known/?on=2026-11-21"))
    picture(page, "known-light")
    assert visitor.complaints == []


def second_person(visitor: Visitor) -> None:
    """Ada looks at the run and says so."""
    visitor.page.context.clear_cookies(name="session")
    visitor.sign_in("ada")
    page = visitor.visit(CLOSE)
    page.click("text=Reviewed as second person")
    page.wait_for_load_state("networkidle")
    assert "Reviewed by Ada" in page.inner_text("main")
    visitor.page.context.clear_cookies(name="session")
