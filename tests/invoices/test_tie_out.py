"""From the invoice to the journal: what has a name, what has none, and what the close says to it."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape

from chargeback.audit.models import Entry
from chargeback.billing.models import BillingPeriod
from chargeback.closing.checks import closeable
from chargeback.invoices.checks import invoice_ties_out
from chargeback.invoices.models import Invoice, Tolerance
from chargeback.invoices.tie_out import tie_out
from tests.billing.conftest import NOW, rules, store  # noqa: F401
from tests.closing.conftest import TODAY, october  # noqa: F401

pytestmark = pytest.mark.django_db
INVOICE = {"number": "EUINV-1", "source": "aws-usd", "issued_on": "2026-11-03", "amount": "58.91"}


def check(period: BillingPeriod) -> tuple[bool, str]:
    found = invoice_ties_out(closeable(period, NOW, TODAY))
    return found.is_ok, found.says


@pytest.fixture
def invoiced(october: BillingPeriod, client: Client, fay: User) -> Client:  # noqa: F811
    client.force_login(fay)
    assert "EUINV-1 is entered" in client.post("/m/2026-10/invoice/add/", INVOICE, follow=True).content.decode()
    return client


def test_without_an_invoice_the_bill_is_followed_to_the_journal(october: BillingPeriod) -> None:  # noqa: F811
    found = tie_out(october)
    assert [str(step.amount) for step in found.steps] == ["49.5000000000", "49.5000000000", "49.50", "49.50", "49.50"]
    assert found.unexplained == 0
    assert found.is_ok
    assert check(october) == (True, "No invoices are kept in the portal.")


def test_a_difference_is_unexplained_until_it_has_a_name(
    invoiced: Client,
    october: BillingPeriod,  # noqa: F811
) -> None:
    assert check(october) == (False, "9.41 USD unexplained; 0.00 may be.")
    assert "9.41" in invoiced.get("/m/2026-10/invoice/").content.decode()
    item = {"number": "EUINV-1", "kind": "tax", "amount": "9.40", "text": "<script>VAT 19 %"}
    page = invoiced.post("/m/2026-10/invoice/add/", item, follow=True).content.decode()
    assert "&lt;script&gt;VAT 19 %" in page
    assert check(october) == (False, "0.01 USD unexplained; 0.00 may be.")
    Tolerance.objects.create(currency="EUR", amount=Decimal(5))
    assert check(october) == (False, "0.01 USD unexplained; 0.00 may be.")


def test_finance_sets_the_tolerance_of_a_currency_and_says_why(
    invoiced: Client,
    october: BillingPeriod,  # noqa: F811
) -> None:
    def said(amount: str, reason: str) -> str:
        form = {"amount": amount, "reason": reason}
        return invoiced.post("/m/2026-10/invoice/tolerance/", form, follow=True).content.decode()

    assert "Say why" in said("9.41", "  ")
    assert "from 0 up" in said("-1", "below")
    assert check(october) == (False, "9.41 USD unexplained; 0.00 may be.")
    said("5", "a first try")
    page = said("9.41", "Tax is booked <b>elsewhere")
    assert "set by Fay (fay)" in page
    assert "Tax is booked &lt;b&gt;elsewhere" in page
    assert check(october) == (True, "9.41 USD unexplained; 9.41 may be.")
    entry = Entry.objects.filter(subject="invoices_tolerance").latest("pk")
    assert (entry.reason, entry.new and entry.new["amount"]) == ("Tax is booked <b>elsewhere", 9.41)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"amount": "1,5"}, "Write the amount with a point"),
        ({"amount": "NaN"}, "Write the amount with a point"),
        ({"issued_on": "3.11.2026"}, "Write the date of the invoice as YYYY-MM-DD"),
        ({"source": "nothing"}, "Choose the source"),
        ({"number": "EUINV-1"}, "already exists|invoice_once"),
        ({"kind": "bribe", "number": "EUINV-1"}, "is not a valid choice"),
        ({"kind": "tax", "number": "unknown"}, "Choose an invoice of this month"),
    ],
)
def test_what_cannot_be_entered_is_refused_in_one_sentence(change: dict[str, str], says: str, invoiced: Client) -> None:
    import re

    page = invoiced.post("/m/2026-10/invoice/add/", INVOICE | {"number": "EUINV-2"} | change, follow=True)
    assert re.search(says, page.content.decode())
    assert Invoice.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("add", {"number": 'A "2"', "source": "aws-usd", "issued_on": "2026-11-03", "amount": "1.234,56"}),
        ("add", {"kind": "tax", "number": "EUINV-1", "text": "VAT of <March>", "amount": "9,41"}),
        ("tolerance", {"amount": "1,5", "reason": "Cents of the marketplace"}),
    ],
)
def test_what_was_refused_stays_in_its_form(address: str, form: dict[str, str], invoiced: Client) -> None:
    page = invoiced.post(f"/m/2026-10/invoice/{address}/", form, follow=True).content.decode()
    typed = {value for name, value in form.items() if name in ("number", "issued_on", "amount", "text", "reason")}
    assert all(f'value="{escape(value)}"' in page for value in typed - {"EUINV-1"})
    assert "tax" not in form.values() or '<option value="tax" selected>' in page


def test_a_month_whose_invoice_is_missing_is_red_once_invoices_are_kept(
    invoiced: Client,
    october: BillingPeriod,  # noqa: F811
) -> None:
    september = BillingPeriod.objects.create(month="2026-09-01", currency="USD")
    Invoice.objects.update(period=september)
    assert check(october) == (False, "The invoice of this month is not entered yet.")
    assert Entry.objects.filter(subject="invoices_invoice").count() == 2
