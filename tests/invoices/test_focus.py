"""A FOCUS file's InvoiceId: invoices entered by the file, with what only they hold, and nothing unexplained."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chargeback.billing.models import BillingPeriod
from chargeback.invoices.models import Invoice
from chargeback.invoices.tie_out import tie_out
from tests.billing.conftest import rules, store  # noqa: F401
from tests.closing.conftest import october  # noqa: F401

pytestmark = pytest.mark.django_db
HEAD = "BillingPeriodStart,BillingCurrency,InvoiceId,ChargeCategory,BilledCost\n"
ROWS = """2026-10-01T00:00:00Z,USD,EUINV-1,Usage,40.0000000001
2026-10-01T00:00:00Z,USD,EUINV-2,Usage,9.5
2026-10-01T00:00:00Z,USD,EUINV-1,Tax,9.405
2026-10-01T00:00:00Z,USD,,Usage,0.25
2026-10-01T00:00:00Z,EUR,EUINV-1,Usage,1000
2026-09-01T00:00:00Z,USD,EUINV-0,Usage,1000
"""


def read(folder: Path, content: str) -> None:
    (folder / "focus.csv").write_text(content)
    call_command("read_invoices", "2026-10", str(folder / "focus.csv"), "--source", "aws-usd")


def test_invoices_are_entered_by_their_id_and_taxes_have_their_name(
    october: BillingPeriod,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    read(tmp_path, HEAD + ROWS)
    assert "0.25 USD have no invoice yet" in capsys.readouterr().out
    assert [(one.number, str(one.amount)) for one in Invoice.objects.order_by("number")] == [
        ("EUINV-1", "49.41"),
        ("EUINV-2", "9.50"),
    ]
    found = tie_out(october)
    assert [(one.kind, str(one.amount)) for one in found.items] == [("tax", "9.41")]
    assert found.unexplained == 0
    read(tmp_path, HEAD + ROWS)
    assert Invoice.objects.count() == 2
    with pytest.raises(CommandError, match=r"EUINV-1 is entered already, with 49\.41"):
        read(tmp_path, HEAD + ROWS.replace("9.405", "8"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("InvoiceId,BilledCost\n", "no column BillingCurrency, BillingPeriodStart, ChargeCategory"),
        (HEAD + "2026-10-01,USD,EUINV-1,Usage,NaN\n", "Row 2: BilledCost"),
        ("", "no column InvoiceId"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    october: BillingPeriod,  # noqa: F811
    tmp_path: Path,
    content: str,
    says: str,
) -> None:
    with pytest.raises(CommandError, match=says):
        read(tmp_path, content)
    assert not Invoice.objects.exists()
