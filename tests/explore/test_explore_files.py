"""What is taken away is what is shown."""

import csv
import io
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from tests.conftest import member

pytestmark = pytest.mark.django_db
QUERY = "range=2&group=team&rows=10"


def test_csv_has_the_rows_and_columns_of_the_page_and_the_runs(
    client: Client, october: BillingPeriod, fay: User
) -> None:
    client.force_login(fay)
    answer = client.get(f"/explore/export.csv?{QUERY}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="explore_team_2026-10_USD.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["name"], row["2026-09"], row["2026-10"], row["total"]) for row in rows] == [
        ("Payments", "0.00", "73290.27", "73290.27"),
        ("Platform", "1000.00", "1250.25", "2250.25"),
        ("Unallocated", "0.00", "49.00", "49.00"),
    ]
    assert rows[0]["runs"].endswith(f"2026-10:{october.current_run_id}")


def test_the_workbook_has_exact_numbers_and_names_its_runs(client: Client, october: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    book = load_workbook(io.BytesIO(client.get(f"/explore/export.xlsx?{QUERY}").content))
    table = list(book["Explore"].values)
    assert table[0][:5] == ("Value", "Name", "2026-09", "2026-10", "Total")
    assert Decimal(str(table[-1][4])) == Decimal("75589.52")
    said = dict(book["Summary"].values)
    assert f"run {october.current_run_id}, billed cost, open, checksum" in said["Run of 2026-10"]


def test_who_only_views_a_team_takes_away_the_others_figures(
    client: Client, october: BillingPeriod, teams: dict[str, Team], vera: User
) -> None:
    client.force_login(vera)
    assert client.get("/explore/export.csv").status_code == 403
    both = member("olga", "lead", teams["payments"])
    both.memberships.create(team=teams["platform"], role="viewer")
    client.force_login(both)
    assert client.get("/explore/export.csv").status_code == 403
    assert client.get("/explore/export.csv?only=team:payments").status_code == 200
    assert client.get("/explore/export.csv?without=team:platform").status_code == 200


def test_a_lead_who_filters_all_away_is_not_called_a_viewer(
    client: Client, october: BillingPeriod, alice: User, vera: User
) -> None:
    client.force_login(alice)
    assert "A viewer only looks" not in client.get("/explore/?without=team:platform").content.decode()
    client.force_login(vera)
    assert "A viewer only looks" in client.get("/explore/?range=2").content.decode()
