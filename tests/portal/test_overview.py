"""The company's month: figures, proof, teams, search, order, and the bill under every search."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod
from tests.portal.reading import cells, text

ADDRESS = "/m/2026-10/"


@pytest.fixture
def page(client: Client, october: BillingPeriod, fay: User) -> Client:
    client.force_login(fay)
    return client


def test_it_shows_the_bill_what_is_with_teams_and_what_is_with_nobody(page: Client) -> None:
    shown = text(page.get(ADDRESS))
    assert "Bill, USD 74,589.52" in shown
    assert "Allocated 99.9\u00a0%" in shown
    assert "Unallocated, USD 49.00" in shown


def test_it_proves_the_sum_to_the_last_digit(page: Client) -> None:
    assert "allocated 74,540.52 + unallocated 49.00 = bill 74,589.52, difference 0.00" in text(page.get(ADDRESS))


def test_the_dearest_team_is_first_and_the_closing_rows_add_up(page: Client) -> None:
    rows = cells(page.get(ADDRESS), "table-teamstable")
    assert [row[0] for row in rows] == ["Payments", "Platform", "Total, all 2 teams", "Unallocated", "Bill"]
    assert [row[4] for row in rows] == ["73,290.27", "1,250.25", "74,540.52", "49.00", "74,589.52"]
    assert rows[1][-1] == "up 25.0\u00a0%"
    assert rows[0][-1] == "new"


def test_a_search_leaves_unallocated_and_the_bill_as_they_are(page: Client) -> None:
    rows = cells(page.get(ADDRESS, {"q": "alice"}), "table-teamstable")
    assert [row[0] for row in rows] == ["Platform", "Total, 1 of 2 teams", "Unallocated", "Bill"]
    assert rows[-1][4] == "74,589.52"


def test_an_order_by_something_that_is_no_column_changes_nothing(page: Client) -> None:
    plain = cells(page.get(ADDRESS), "table-teamstable")
    for asked in ("password", "-owner__user__password", "slug", "-", "amounts__total", "total,-name"):
        assert cells(page.get(ADDRESS, {"sort": asked}), "table-teamstable") == plain


def test_a_page_number_that_does_not_exist_shows_the_nearest(page: Client) -> None:
    for asked in ("99", "0", "-1", "x"):
        assert page.get(ADDRESS, {"page": asked}).status_code == 200


def test_a_currency_without_a_period_is_no_page(page: Client) -> None:
    assert page.get(ADDRESS, {"currency": "USD"}).status_code == 200
    assert page.get(ADDRESS, {"currency": "EUR"}).status_code == 404


def test_the_stamp_names_the_run(page: Client, october: BillingPeriod) -> None:
    run = october.current_run
    assert run is not None
    assert f"Run {run.pk} of " in text(page.get(ADDRESS))
    assert run.checksum[:12] in text(page.get(ADDRESS))


def test_the_workbook_and_the_table_are_offered(page: Client) -> None:
    answer = page.get("/m/2026-10/export.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="chargeback_overview_2026-10_USD.xlsx"'
    assert page.get("/m/2026-10/export.csv")["Content-Type"].startswith("text/csv")
