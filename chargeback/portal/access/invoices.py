"""The provider's invoice against the bill: read by those who see all teams, entered by finance and admins."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User as Person
from django.core.exceptions import PermissionDenied

from chargeback.costs.models import Source
from chargeback.invoices.entering import enter
from chargeback.invoices.tie_out import TieOut, tie_out
from chargeback.invoices.tolerances import set_tolerance

from .company import require_company
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

ADD = "invoices.add_invoice"


def can_add_invoice(user: "User") -> bool:
    return bool(user.is_active and user.has_perm(ADD))  # type: ignore[attr-defined]


def can_set_tolerance(user: "User") -> bool:
    return bool(user.is_active and user.has_perm("invoices.change_tolerance"))  # type: ignore[attr-defined]


def set_tolerance_for(
    user: "User", month: dt.date, said: Mapping[str, str], now: dt.datetime, currency: str = ""
) -> str:
    """The tolerance of the month's currency; 403 for those who may not set it. Raises InvoiceRefusedError."""
    if not can_set_tolerance(user):
        raise PermissionDenied
    return set_tolerance(period_for(user, month, currency).currency, said, cast(Person, user), now)


def tie_out_for(user: "User", month: dt.date, currency: str = "") -> TieOut:
    """The month's figures from invoice to journal; 403 for those who do not see all teams."""
    require_company(user)
    return tie_out(period_for(user, month, currency))


def invoiced_sources_for(user: "User") -> dict[str, str]:
    """The names of all sources by slug; 403 for those who do not see all teams."""
    require_company(user)
    return dict(Source.objects.order_by("name").values_list("slug", "name"))


def add_invoice_for(user: "User", month: dt.date, said: Mapping[str, str], currency: str = "") -> str:
    """Enters what was said; 403 for those who may not. Raises InvoiceRefusedError."""
    if not can_add_invoice(user):
        raise PermissionDenied
    return enter(period_for(user, month, currency), said)
