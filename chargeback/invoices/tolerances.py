"""How much of an invoice may stay unexplained when a month is closed: set by finance, one for each currency."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User

from allocation.history.authorship import authored, name_of

from .entering import InvoiceRefusedError, amount, store, text
from .models import Tolerance

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Tolerated:
    """What may stay unexplained, in cents, and who said so, when and why; nobody where it was never set."""

    amount: Decimal
    by: str = ""
    at: dt.datetime | None = None
    reason: str = ""


def tolerated(currency: str) -> Tolerated:
    """The currency's own tolerance; else the one without a currency, which is for all; else nothing."""
    rows = Tolerance.objects.filter(currency__in=[currency, ""]).select_related("set_by").order_by("-currency")
    row = rows.first()
    if row is None:
        return Tolerated(NOTHING)
    return Tolerated(row.amount, name_of(row.set_by) if row.set_by else "", row.set_at, row.reason)


def set_tolerance(currency: str, said: Mapping[str, str], user: User, now: dt.datetime) -> str:
    """The tolerance of the currency is what was said; who and why is kept with it and in the audit log.

    Says what was stored. Raises InvoiceRefusedError.
    """
    reason = text(said, "reason")
    if not reason:
        raise InvoiceRefusedError("Say why the tolerance is that; the reason stays with it.")
    row = Tolerance.objects.filter(currency=currency).first() or Tolerance(currency=currency)
    row.amount, row.reason, row.set_by, row.set_at = amount(said), reason, user, now
    with authored(name_of(user), reason, user):
        store(row)
    return f"Up to {row.amount:.2f} {currency} may stay unexplained."
