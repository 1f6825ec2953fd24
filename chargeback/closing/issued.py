"""Which statement was issued to whom in a closed month: number, version, note; without opening the statements."""

from django.db.models import QuerySet

from chargeback.billing.models import BillingPeriod

from .issued_figures import Issued
from .models import Statement


def issued_in(period: BillingPeriod, statements: QuerySet[Statement]) -> dict[str, Issued]:
    """The newest of the `statements` in a closed period, by team, nobody's under the empty slug; one question.

    Empty while the period is not closed: what was issued before it was reopened is about to be replaced.
    """
    if period.state != BillingPeriod.State.CLOSED:
        return {}
    rows = statements.filter(period=period).select_related("team", "closing").defer("body").order_by("version")
    return {
        row.team.slug if row.team else "": Issued(row.full_number, row.version, row.issued_at, row.closing.note)
        for row in rows
    }
