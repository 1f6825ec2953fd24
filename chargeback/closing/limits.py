"""How much of a bill may be unallocated when a month is closed: set by finance, with a reason."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.history.authorship import authored, name_of
from allocation.models import AllocationOptions

from .states import ClosingRefusedError, said

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST, STEP = Decimal(100), Decimal("0.01")


@transaction.atomic
def set_unallocated_limit(text: str, user: "User", reason: str) -> Decimal:
    """The limit, in percent of the bill, is what was said; history keeps who and why. Raises ClosingRefusedError."""
    limit, why = percent(text), said(reason, "the limit is that")
    with authored(name_of(user), why, user):
        AllocationOptions.objects.get_or_create(pk=1)
        AllocationOptions.objects.filter(pk=1).update(unallocated_limit=limit)
    return limit


def percent(text: str) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= MOST or found != found.quantize(STEP):
        raise ClosingRefusedError("Write the limit in percent of the bill, from 0 to 100, for example 2.5.")
    return found
