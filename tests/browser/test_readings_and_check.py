"""Ada imports readings and checks the rulebook in a real browser: forms that work, nothing refused by its policy."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from allocation.models import Driver, Reading, Team
from tests.allocation.uploads import csv_of, workbook_of

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IMPORT = "/admin/allocation/reading/import/"
ROWS = [("driver", "month", "target", "value"), ("gb", "2026-10", "platform", 120.5), ("gb", "2026-10", "payments", 30)]


@pytest.fixture
def gb(october: object) -> Driver:
    driver = Driver.objects.create(slug="gb", name="Traffic out", unit="GB")
    team = Team.objects.get(slug="platform")
    Reading.objects.create(driver=driver, month="2026-10-01", team=team, value=100)
    return driver


def test_a_workbook_is_looked_at_and_stored(visitor: Visitor, ada: User, gb: Driver, tmp_path: Path) -> None:
    file = tmp_path / "traffic.xlsx"
    file.write_bytes(workbook_of(*ROWS))
    visitor.sign_in("ada")
    page = visitor.visit("/admin/allocation/reading/")
    page.click("text=Import from a file")
    page.set_input_files("#id_file", file)
    page.click("text=Show what would change")
    expect(page.locator("#content-main")).to_contain_text("1 new, 1 changed, 0 unchanged, 0 refused.")
    assert_nothing_scrolls(visitor, "preview")
    page.click("text=Store these readings")
    expect(page.locator(".messagelist")).to_contain_text("1 added, 1 changed")
    assert [f"{one.value.normalize():f}" for one in Reading.objects.order_by("pk")] == ["120.5", "30"]
    assert visitor.complaints == []


def test_a_file_with_a_mistake_shows_its_row_and_no_button(
    visitor: Visitor, ada: User, gb: Driver, tmp_path: Path
) -> None:
    file = tmp_path / "traffic.csv"
    file.write_bytes(csv_of(*ROWS, ("gb", "Oct 26", "paymnts", "1,234")))
    visitor.sign_in("ada")
    page = visitor.visit(f"/admin/allocation/driver/{gb.pk}/change/")
    page.click("text=Import readings")
    page.set_input_files("#id_file", file)
    page.click("text=Show what would change")
    expect(page.locator("#content-main")).to_contain_text("there is no team paymnts; did you mean payments?")
    assert not page.is_visible("text=Store these readings")
    assert_nothing_scrolls(visitor, "refused")
    assert visitor.complaints == []


def test_downloads_come_as_files_with_a_name(visitor: Visitor, ada: User, gb: Driver) -> None:
    visitor.sign_in("ada")
    page = visitor.visit(f"{IMPORT}?driver=gb")
    assert_nothing_scrolls(visitor, "import")
    names = []
    for place in range(4):
        with page.expect_download() as download:
            page.locator(".description a").nth(place).click()
        names.append(download.value.suggested_filename)
    assert names == ["template-gb.xlsx", "template-gb.csv", "readings-gb.xlsx", "readings-gb.csv"]


@pytest.mark.parametrize("address", ["mappingrule/check/", "splitrule/add/", "allocationoptions/1/change/"])
def test_the_check_and_the_explanations_fit_the_page(visitor: Visitor, ada: User, gb: Driver, address: str) -> None:
    visitor.sign_in("ada")
    page = visitor.visit(f"/admin/allocation/{address}")
    for summary in page.query_selector_all("summary"):
        summary.click()
    assert_nothing_scrolls(visitor, address.replace("/", "-"))
    assert visitor.complaints == []


def assert_nothing_scrolls(visitor: Visitor, name: str) -> None:
    """The page fits a desk and a phone."""
    for width in (390, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not visitor.page.evaluate(wide), f"{name} scrolls sideways at {width}"
        if os.environ.get("SHOTS"):
            visitor.page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{width}.png", full_page=True)
