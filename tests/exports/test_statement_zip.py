"""Every statement of a month in one zip."""

import csv
import hashlib
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from chargeback.clock import now
from chargeback.closing.models import Statement
from chargeback.closing.reading import statement_of
from chargeback.exports.models import Export
from chargeback.exports.statement_zip import StatementsMovedError, write_zip
from chargeback.jobs import work
from chargeback.jobs.models import Job
from chargeback.portal.statement.papers import html_paper
from chargeback.portal.tasks import export as handler  # noqa: F401 a worker that knows exports
from tests.billing.conftest import rules, store  # noqa: F401
from tests.closing.conftest import close, october  # noqa: F401


def test_the_zip_holds_every_team_and_adds_up_to_the_bill(october: BillingPeriod, tmp_path: Path) -> None:  # noqa: F811
    call_command("statements", "2026-10", "--zip", str(tmp_path / "all.zip"))
    with zipfile.ZipFile(tmp_path / "all.zip") as book:
        assert [name for name in book.namelist() if name.endswith("xlsx")] == [
            "draft-0001_data_2026-10_USD.xlsx",
            "draft-0002_shop_2026-10_USD.xlsx",
            "draft-0003_unallocated_2026-10_USD.xlsx",
        ]
        tables = [book.read(name).decode("utf-8-sig") for name in book.namelist() if name.endswith("USD.csv")]
    rows = [row for table in tables for row in csv.DictReader(io.StringIO(table))]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("49.50")


def test_finance_takes_all_issued_statements_with_papers_and_a_list_of_them(
    october: BillingPeriod,  # noqa: F811
    fay: User,
    ada: User,
    client: Client,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.EXPORTS_DIR = tmp_path
    close(october, fay, ada)
    client.force_login(fay)
    assert "All statements (zip)" in client.get("/m/2026-10/close/").content.decode()
    client.post("/exports/start/", {"what": "statements", "month": "2026-10", "query": "currency=USD", "kind": "zip"})
    export = Export.objects.get()
    work.run(export.job_id, now)
    job = Job.objects.get()
    assert (job.state, job.progress_total) == ("done", 3), job.error
    content = b"".join(client.get(f"/exports/{export.pk}/file").streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        rows = list(csv.DictReader(io.StringIO(book.read("manifest.csv").decode("utf-8-sig"))))
        assert {row["file"] for row in rows} == {*book.namelist()} - {"manifest.csv"}
        assert all(hashlib.sha256(book.read(row["file"])).hexdigest() == row["sha256"] for row in rows)
    books = [row for row in rows if row["file"].endswith(".xlsx")]
    assert (len(rows), sum(Decimal(row["to_pay"]) for row in books)) == (6, Decimal("49.50"))
    for row in books:
        statement = Statement.objects.get(checksum=row["checksum"])
        assert (row["statement"], row["audit_head"]) == (statement.full_number, statement.audit_head)
        assert row["file"].startswith(statement.full_number)


def test_a_paper_without_pdf_is_one_file_that_needs_nothing_else(
    october: BillingPeriod,  # noqa: F811
    fay: User,
) -> None:
    page = html_paper(fay, statement_of(october, Team.objects.get(slug="shop"))).decode()
    assert "13.72" in page
    assert "<style>" in page
    assert not re.search(r"<link|<script|<a\b|href=|src=", page)


def test_a_month_that_moves_meanwhile_is_written_again(october: BillingPeriod) -> None:  # noqa: F811
    one = statement_of(october, None)
    other = replace(one, stamp=replace(one.stamp, run_id=0))
    with pytest.raises(StatementsMovedError):
        write_zip(io.BytesIO(), [one, other])


def test_a_month_without_a_run_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no run"):
        call_command("statements", "2026-10", "--zip", str(tmp_path / "all.zip"))
    with pytest.raises(CommandError, match="is not a month"):
        call_command("statements", "october", "--zip", str(tmp_path / "all.zip"))
