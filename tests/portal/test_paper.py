"""A statement on paper: the page's content, headed and numbered on every sheet; nothing is fetched from outside."""

import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pypdf import PdfReader

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull
from chargeback.exports import pdf
from tests.portal.bill import OCTOBER
from tests.portal.reading import text
from tests.portal.test_lines import LATER

ADDRESS = "/m/2026-10/teams/platform/statement.pdf"
has_pango = pytest.mark.skipif(
    not pdf.can_make_pdf(), reason="WeasyPrint needs Pango of the system (on Debian: apt install libpangoft2-1.0-0)"
)


def sheets(client: Client) -> list[str]:
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/pdf"
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages]


@has_pango
def test_every_sheet_names_period_team_run_and_its_number(
    client: Client, company: object, store: Callable[..., Pull], alice: User
) -> None:
    store([(1, f"Service {number:02}", "gateway", "1.25", "1.25") for number in range(60)])
    run = run_period(OCTOBER, "USD", LATER)
    client.force_login(alice)
    found = sheets(client)
    assert len(found) > 1
    for number, sheet in enumerate(found, start=1):
        assert f"Statement 2026-10 / Platform / draft, run {run.pk}" in sheet
        assert f"{number} / {len(found)}" in sheet
    whole = " ".join(found)
    assert whole.count("Direct USD") >= 3, "the head of a table stands again on the next sheet"
    assert "Service 59" in whole
    assert "75.00" in whole
    assert run.checksum[:12] in whole


@has_pango
def test_the_figures_are_those_of_the_page(client: Client, october: BillingPeriod, alice: User) -> None:
    client.force_login(alice)
    whole = " ".join(sheets(client))
    for figure in ("1,250.25", "1,200.25", "50.00", "200.00", "250.25 more than Sep 2026"):
        assert figure in whole
    assert "Excel" not in whole


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "static:/etc/passwd",
        "static:/static/../manage.py",
        "ftp://x",
    ],
)
def test_nothing_is_fetched_but_the_portals_own_files(address: str) -> None:
    with pytest.raises(Exception):  # noqa: B017,PT011 OutsideError, or Django's own for a path that leaves the folder
        pdf.static_file(address)
    assert b"--accent" in pdf.static_file("static:/static/portal/app.css")


def test_without_the_library_the_page_says_how_to_print(
    client: Client, october: BillingPeriod, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "weasyprint", lambda: None)
    monkeypatch.setattr("chargeback.portal.statement.views.can_make_pdf", lambda: False)
    client.force_login(alice)
    answer = client.get(ADDRESS, follow=True)
    assert "Choose Print, and there “Save as PDF”" in text(answer)
    assert ADDRESS not in answer.content.decode()
