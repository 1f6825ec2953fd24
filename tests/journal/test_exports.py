"""From statements to the ledger's file: sums equal, numbers without a gap, the same bytes each time."""

import csv
import io
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from allocation.models import Team
from chargeback.audit.models import Entry
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.closing.models import Statement
from chargeback.exports.journal_files import journal_file
from chargeback.journal.models import JournalExport, LedgerAccounts
from chargeback.journal.storing import export_journal
from chargeback.journal.templates import TEMPLATES
from tests.billing.conftest import NOW, OCTOBER
from tests.closing.conftest import close

KILLED = """
import os, django
django.setup()
from chargeback.billing.models import BillingPeriod
from chargeback.clock import now
from chargeback.journal.storing import export_journal
from chargeback.journal.templates import TEMPLATES
def die(*what):
    os.kill(os.getpid(), 9)
export_journal(BillingPeriod.objects.get(pk={period}), TEMPLATES["{template}"], "csv", None, now(), die)
"""
FORMS = [(one.name, kind) for one in TEMPLATES.values() for kind in one.file_kinds]


def exported(period: BillingPeriod, template: str = "generic", kind: str = "csv") -> JournalExport:
    return export_journal(period, TEMPLATES[template], kind, None, NOW, journal_file)


def rows_of(made: JournalExport, delimiter: str = ",") -> list[dict[str, str]]:
    text = bytes(made.content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_the_journal_of_a_closed_month_is_its_statements(ready: BillingPeriod, fay: User, ada: User) -> None:
    close(ready, fay, ada)
    ready.refresh_from_db()
    made = exported(ready)
    rows = rows_of(made)
    debited = {row["Team"]: Decimal(row["Debit"]) for row in rows if row["Debit"]}
    assert debited == {row.team.slug if row.team else "": row.total for row in Statement.objects.select_related("team")}
    assert [(row["Account"], row["Credit"], row["Date"]) for row in rows if row["Credit"]] == [
        ("1590", "49.50", "2026-10-31")
    ]
    assert (made.kind, str(made.total)) == ("final", "49.50")


def test_an_open_month_is_accrued_and_taken_back(ready: BillingPeriod) -> None:
    rows = rows_of(exported(ready, "sap"), ";")
    assert {row["BUDAT"] for row in rows} == {"31.10.2026", "01.11.2026"}
    assert [row["WRBTR"] for row in rows if row["HKONT"] == "2190"] == ["49,50", "49,50"]
    assert [row["BSCHL"] for row in rows if row["HKONT"] == "2190"] == ["50", "40"]


@pytest.mark.parametrize(("template", "kind"), FORMS)
def test_every_form_adds_up_and_runs_no_formula(template: str, kind: str, ready: BillingPeriod) -> None:
    Team.objects.filter(slug="shop").update(cost_centre="=1+1")
    made = exported(ready, template, kind)
    content = bytes(made.content)
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        rows = [
            dict(zip([str(c.value) for c in sheet[1]], row, strict=True))
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        assert signed(rows) == 0
    elif kind == "csv":
        assert signed(rows_of(made, TEMPLATES[template].delimiter)) == 0


def signed(rows: list) -> Decimal:  # type: ignore[type-arg]
    """Debits less credits, whatever the ledger calls them."""

    def amount(value: object) -> Decimal:
        return Decimal(str(value or 0).replace(",", "."))

    total = Decimal(0)
    for row in rows:
        by_head = {head.casefold(): value for head, value in row.items()}
        total += amount(by_head.get("debit", by_head.get("debitamount", by_head.get("*amount"))))
        total -= amount(by_head.get("credit", by_head.get("creditamount")))
        total += amount(by_head.get("wrbtr")) * (1 if str(by_head.get("bschl")) == "40" else -1)
    return total.quantize(Decimal("0.01"))


def test_beancount_takes_the_file(ready: BillingPeriod, tmp_path: Path) -> None:
    file = tmp_path / "journal.beancount"
    file.write_bytes(bytes(exported(ready, "beancount", "beancount").content))
    checked = subprocess.run([Path(sys.executable).with_name("bean-check"), file], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_the_same_journal_is_the_same_export_and_another_gets_the_next_number(ready: BillingPeriod) -> None:
    first = exported(ready)
    assert exported(ready).pk == first.pk
    assert exported(ready, "xero").full_number == "J2026-00002"
    LedgerAccounts.objects.update(accrual="2191")
    assert exported(ready).full_number == "J2026-00003"
    first.refresh_from_db()
    assert rows_of(first)[-1]["Account"] == "2190"
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        JournalExport.objects.update(content=b"")


def test_what_is_missing_is_listed_and_takes_no_number(ready: BillingPeriod, client: Client, fay: User) -> None:
    Team.objects.filter(slug="data").update(cost_centre="", gl_account="")
    run_period(OCTOBER, "USD", NOW)
    client.force_login(fay)
    assert "Data Platform needs a cost centre and a GL account." in client.get("/m/2026-10/journal/").content.decode()
    with pytest.raises(CommandError, match="Data Platform needs"):
        call_command("export_journal", "2026-10")
    assert not JournalExport.objects.exists()


def test_finance_makes_the_file_and_takes_it_again(ready: BillingPeriod, client: Client, fay: User) -> None:
    client.force_login(fay)
    page = client.post("/m/2026-10/journal/export/", {"form": "generic:csv"}, follow=True).content.decode()
    assert "Journal J2026-00001 is made" in page
    made = JournalExport.objects.get()
    taken = [client.get(f"/journal/{made.pk}/").content for _ in range(2)]
    assert taken == [bytes(made.content)] * 2
    names = Entry.objects.filter(action="export").values_list("row", flat=True)
    assert list(names) == ["journal_J2026-00001_2026-10_generic.csv"] * 2
    assert Entry.objects.filter(subject="journal_journalexport", action="insert").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_export_uses_no_number(ready: BillingPeriod) -> None:
    """Killed with SIGKILL between number and commit, again and again: the next export has the next number."""
    for round_, template in enumerate(("generic", "xero", "netsuite"), 1):
        script = KILLED.format(period=ready.pk, template=template)
        ended = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True)
        assert ended.returncode == -signal.SIGKILL
        assert exported(ready, template).number == round_
    assert sorted(JournalExport.objects.values_list("number", flat=True)) == [1, 2, 3]


def environment() -> dict[str, str]:
    """That of a process beside the tests: their database, by its name."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/portal?", f"/{name}?")
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "chargeback.settings"}
