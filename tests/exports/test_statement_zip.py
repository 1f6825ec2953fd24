"""Every statement of a month in one zip."""

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chargeback.billing.models import BillingPeriod
from tests.billing.conftest import rules, store  # noqa: F401
from tests.closing.conftest import october  # noqa: F401


def test_the_zip_holds_every_team_and_adds_up_to_the_bill(october: BillingPeriod, tmp_path: Path) -> None:  # noqa: F811
    call_command("statements", "2026-10", "--zip", str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as book:
        assert len(book.namelist()) == 6
        tables = [book.read(name).decode("utf-8-sig") for name in book.namelist() if name.endswith(".csv")]
    rows = [row for table in tables for row in csv.DictReader(io.StringIO(table))]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("49.50")


def test_a_month_without_a_run_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no run"):
        call_command("statements", "2026-10", "--zip", str(tmp_path / "all.zip"))
    with pytest.raises(CommandError, match="is not a month"):
        call_command("statements", "october", "--zip", str(tmp_path / "all.zip"))
