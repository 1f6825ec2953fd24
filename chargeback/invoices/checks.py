"""What the close asks of the provider's invoice."""

from chargeback.closing.checks import Check, Closeable

from .models import Invoice
from .tie_out import tie_out

NAME, LABEL = "invoice", "Invoice explained"


def invoice_ties_out(subject: Closeable) -> Check:
    """Every difference between invoice and bill has a name, up to the tolerance. Who keeps no invoices is not asked."""
    if not Invoice.objects.filter(period__currency=subject.period.currency).exists():
        return Check(NAME, LABEL, True, "No invoices are kept in the portal.")
    found = tie_out(subject.period)
    if not found.invoices:
        return Check(NAME, LABEL, False, "The invoice of this month is not entered yet.")
    says = f"{found.unexplained:.2f} {found.currency} unexplained; {found.tolerance:.2f} may be."
    return Check(NAME, LABEL, found.is_ok, says)
