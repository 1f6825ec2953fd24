"""Ada imports readings in the administration: she sees what would change, then stores exactly that, or nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from allocation.engine.rulebook import Rulebook
from allocation.models import Driver, Reading, Team
from allocation.readings.upload import table_of

from .forms import messages
from .uploads import csv_of, hostile, workbook_of

pytestmark = pytest.mark.django_db
IMPORT = "/admin/allocation/reading/import/"
HEADER = ("driver", "month", "target", "value")


@pytest.fixture
def desk(client: Client, ada: User, company: Rulebook) -> Client:
    gb = Driver.objects.create(slug="gb", name="GB")
    Driver.objects.create(slug="heads", name="Heads")
    Reading.objects.create(driver=gb, month="2026-10-01", team=Team.objects.get(slug="platform"), value=120)
    client.force_login(ada)
    return client


def upload(client: Client, data: bytes, name: str = "readings.csv", path: str = IMPORT) -> Any:
    return client.post(path, {"file": SimpleUploadedFile(name, data)})


def confirm(client: Client, page: Any, path: str = IMPORT) -> Any:
    return client.post(path, {"signed": page.context["signed"]}, follow=True)


def stored() -> set[tuple[str, str, str, Decimal]]:
    rows = Reading.objects.select_related("driver", "team", "project", "pool")
    return {
        (row.driver.slug, f"{row.month:%Y-%m}", str(row.team or row.project or row.pool), row.value) for row in rows
    }


BEFORE = {("gb", "2026-10", "Platform", Decimal(120))}
AFTER = {
    ("gb", "2026-10", "Platform", Decimal("125.5")),
    ("gb", "2026-10", "Payments", Decimal(30)),
    ("heads", "2026-10", "AWS Support", Decimal(2)),
}
ROWS = (
    HEADER,
    ("gb", "2026-10", "platform", 125.5),
    ("gb", "2026-10", "payments", 30),
    ("heads", "2026-10", "pool:support", 2),
)


@pytest.mark.parametrize("data", [csv_of(*ROWS), workbook_of(*ROWS)], ids=["csv", "xlsx"])
def test_a_file_is_shown_first_and_stored_when_ada_says_so(desk: Client, data: bytes) -> None:
    page = upload(desk, data)
    preview = page.context["preview"]
    assert [(one.what, one.target, one.old, one.value) for one in preview.lines] == [
        ("changed", "team:platform", "120", "125.5"),
        ("new", "team:payments", "", "30"),
        ("new", "pool:support", "", "2"),
    ]
    assert stored() == BEFORE
    assert messages(confirm(desk, page))[0] == "Readings: 2 added, 1 changed, 0 already as in readings.csv."
    assert stored() == AFTER
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {"GB", "Heads"}


def test_one_refused_row_keeps_the_whole_file_out(desk: Client) -> None:
    page = upload(desk, csv_of(*ROWS, ("gb", "2026-10", "paymnts", 1)))
    assert [(one.row, one.reason) for one in page.context["preview"].refusals] == [
        (5, "there is no team paymnts; did you mean payments?")
    ]
    assert page.context["signed"] == ""
    assert b"Store these readings" not in page.content


def test_what_changed_between_the_look_and_the_click_is_shown_again(desk: Client) -> None:
    page = upload(desk, csv_of(*ROWS))
    Reading.objects.update(value=121)
    again = confirm(desk, page)
    assert "have changed since you looked; look again. Nothing was stored." in messages(again)[0]
    assert [line.old for line in again.context["preview"].lines] == ["121", "", ""]
    assert len(stored()) == 1
    confirm(desk, again)
    assert stored() == AFTER


def test_a_driver_that_is_gone_by_the_click_stores_nothing(desk: Client) -> None:
    page = upload(desk, csv_of(*ROWS))
    Driver.objects.get(slug="heads").delete()
    again = confirm(desk, page)
    assert "there is no driver heads" in again.context["preview"].refusals[0].reason
    assert stored() == BEFORE


@pytest.mark.parametrize("signed", ["", "x", "x:y:z"])
def test_a_preview_that_somebody_made_up_stores_nothing(desk: Client, signed: str) -> None:
    answer = desk.post(IMPORT, {"signed": signed}, follow=True)
    assert messages(answer) == ["This preview is too old or was cut off; upload the file again."]
    assert stored() == BEFORE


def test_storing_twice_stores_once(desk: Client) -> None:
    page = upload(desk, csv_of(*ROWS))
    confirm(desk, page)
    again = confirm(desk, page)
    assert stored() == AFTER
    assert again.context["preview"].unchanged == 3


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_upload_gets_a_page_with_a_sentence(desk: Client, name: str) -> None:
    page = upload(desk, hostile()[name], name="=cmd().xlsx")
    assert page.status_code == 200
    assert len(page.context["form"].errors["file"]) == 1
    assert stored() == BEFORE


def test_the_import_of_a_driver_is_of_that_driver(desk: Client) -> None:
    path = f"{IMPORT}?driver=gb"
    page = upload(desk, csv_of(("month", "team", "value"), ("2026-11", "payments", "3")), path=path)
    answer = confirm(desk, page, path)
    assert answer.redirect_chain[-1][0].endswith("/reading/?driver__slug=gb")
    assert ("gb", "2026-11", "Payments", Decimal(3)) in stored()
    assert desk.get(f"{IMPORT}?driver=nothing").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("query", ["", "?driver=gb"])
def test_readings_and_an_empty_template_are_downloaded(desk: Client, form: str, query: str) -> None:
    answer = desk.get(f"/admin/allocation/reading/readings.{form}{query}")
    assert table_of(answer.content).rows == [list(HEADER), ["gb", "2026-10", "team:platform", "120"]]
    assert table_of(desk.get(f"/admin/allocation/reading/template.{form}{query}").content).rows == [list(HEADER)]
    page = upload(desk, answer.content)
    assert (page.context["preview"].unchanged, page.context["signed"]) == (1, "")


def test_finance_downloads_and_does_not_import(desk: Client, fay: User) -> None:
    User.objects.filter(pk=fay.pk).update(is_staff=True)
    desk.force_login(fay)
    assert desk.get(IMPORT).status_code == 403
    assert upload(desk, csv_of(*ROWS)).status_code == 403
    assert desk.get("/admin/allocation/reading/readings.csv").status_code == 200
    assert b"Import from a file" not in desk.get("/admin/allocation/reading/").content
    desk.force_login(User.objects.get(username="ada"))
    assert b"Import from a file" in desk.get("/admin/allocation/reading/").content


def test_a_lead_reaches_none_of_it(desk: Client, alice: User) -> None:
    desk.force_login(alice)
    for path in (IMPORT, "/admin/allocation/reading/readings.csv", "/admin/allocation/reading/template.xlsx"):
        assert desk.get(path).status_code == 302
