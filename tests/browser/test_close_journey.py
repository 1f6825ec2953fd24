"""Finance closes October in a real browser: from the overview to the ledger, the paper and the provider's invoice."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db.models import Sum
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from allocation.models import AllocationOptions, Team
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.closing.models import Closing, Statement
from chargeback.journal.models import LedgerAccounts
from tests.billing.conftest import NOW

from .conftest import Visitor
from .looking import look, picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
CLOSE = "/m/2026-10/close/"


@pytest.fixture
def ready(october: BillingPeriod) -> BillingPeriod:
    """Unallocated cost has somebody who looks after it, and the ledger has its accounts."""
    AllocationOptions.objects.update(unallocated_team=Team.objects.get(slug="platform"))
    LedgerAccounts.objects.create(pk=1, clearing="1590", accrual="2190", rounding="6899", rounding_cost_centre="9000")
    return run_period(october.month, october.currency, NOW).period


def test_finance_closes_october_and_books_it(
    visitor: Visitor, ready: BillingPeriod, fay: User, ada: User, tmp_path: Path
) -> None:
    visitor.sign_in("fay")
    page = visitor.visit("/m/2026-10/")
    page.click("nav.side >> text=Close")
    look(visitor, page)
    expect(page.locator("main")).to_contain_text("Not ready to issue")
    picture(page, "close-open-light")
    page.click("text=Send to review")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("The month is in review")
    second_person(visitor)
    visitor.sign_in("fay")
    override_what_is_red(page, visitor)
    issue(page, visitor)
    statement_on_paper(page, visitor, tmp_path)
    journal_in_the_ledger(page, visitor)
    invoice_explained(page, visitor)
    look(visitor, visitor.visit("/m/2026-10/adjustments/"))
    look(visitor, visitor.visit("/m/2026-10/known/?on=2026-11-21"))
    assert visitor.complaints == []


def second_person(visitor: Visitor) -> None:
    """Ada looks at the run and says so."""
    visitor.page.context.clear_cookies(name="session")
    visitor.sign_in("ada")
    page = visitor.visit(CLOSE)
    page.click("text=Reviewed as second person")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("Reviewed by Ada")
    visitor.page.context.clear_cookies(name="session")


def override_what_is_red(page: Page, visitor: Visitor) -> None:
    """Each by name and with a reason."""
    visitor.visit(CLOSE)
    while page.locator("text=Close in spite of it").count():
        page.locator("text=Close in spite of it").first.click()
        page.locator("details[open] input[name=reason]").fill("A small test")
        page.locator("details[open] button").click()
        page.wait_for_load_state("networkidle")
    picture(page, "close-ready-light")


def issue(page: Page, visitor: Visitor) -> None:
    page.fill("#reason-issue", "Refund follows in November.")
    page.click("text=Issue 3 statements")
    page.wait_for_load_state("networkidle")
    look(visitor, page)
    picture(page, "close-closed-light")
    assert (Closing.objects.count(), Statement.objects.count()) == (1, 3)


def statement_on_paper(page: Page, visitor: Visitor, folder: Path) -> None:
    """Chromium's own PDF carries number, checksum and the audit log's head, and both are found genuine."""
    page.click("#table-issued >> text=Platform")
    page.wait_for_load_state("networkidle")
    look(visitor, page)
    picture(page, "statement-issued-light")
    expect(page.locator("main")).to_contain_text("Refund follows in November.")
    page.pdf(path=folder / "statement.pdf")
    paper = "".join("".join(sheet.extract_text().split()) for sheet in PdfReader(folder / "statement.pdf").pages)
    row = Statement.objects.get(team__slug="platform")
    assert row.full_number == "2026-00002"
    assert row.audit_head
    for printed in (row.full_number, row.checksum, row.audit_head):
        assert printed in paper
    for link, words in ((0, "Genuine: statement 2026-00002 of Platform"), (1, "The audit log holds block")):
        visitor.visit("/m/2026-10/teams/platform/").locator(".stamp a").nth(link).click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("main")).to_contain_text(words)
    look(visitor, page)


def journal_in_the_ledger(page: Page, visitor: Visitor) -> None:
    """The file that finance takes away: debits are credits are the statements, to the cent."""
    visitor.visit("/m/2026-10/journal/")
    page.select_option("#form", "generic:xlsx")
    page.click("text=Make the file")
    page.wait_for_load_state("networkidle")
    look(visitor, page)
    with page.expect_download() as waiting:
        page.click("#table-exports tbody a")
    rows = list(load_workbook(io.BytesIO(waiting.value.path().read_bytes())).worksheets[0].values)
    heads = [str(head) for head in rows[0]]
    debits, credits = (
        sum(Decimal(str(row[heads.index(head)] or 0)) for row in rows[1:]) for head in ("Debit", "Credit")
    )
    billed = Statement.objects.aggregate(total=Sum("total"))["total"]
    assert debits == credits == billed == Decimal("74589.52")


def invoice_explained(page: Page, visitor: Visitor) -> None:
    """The provider invoices tax beside the bill: entered, named, nothing unexplained."""
    visitor.visit("/m/2026-10/invoice/")
    page.fill("#number", "EUINV-1")
    page.fill("#issued_on", "2026-11-03")
    page.fill("#amount", "74600.00")
    page.click("text=Enter the invoice")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("10.48 USD unexplained")
    page.fill("#item-amount", "10.48")
    page.click("text=Name the difference")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("nothing is unexplained")
    look(visitor, page)
    picture(page, "invoice-light")
