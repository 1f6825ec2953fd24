"""What the statement of a period says: the issued one where there is one, else what would be issued now."""

from allocation.models import Team
from chargeback.billing.figures import Statement as Figures
from chargeback.billing.models import BillingPeriod

from .drafting import draft
from .frozen import thawed
from .models import Statement


def statement_of(period: BillingPeriod, team: Team | None) -> Figures:
    """Of a closed period the newest issued statement, read and not made anew. Raises NoRunError without a run."""
    if period.state == BillingPeriod.State.CLOSED and (row := newest(period, team)):
        return thawed(row.body, row.checksum)
    return draft(period, team)


def newest(period: BillingPeriod, team: Team | None) -> Statement | None:
    return Statement.objects.filter(period=period, team=team).order_by("version").last()


def issued_version(period: BillingPeriod, team: Team | None, version: int) -> Figures | None:
    """The version as it was issued, whatever became of the period since; None when there is none."""
    row = Statement.objects.filter(period=period, team=team, version=version).first()
    return thawed(row.body, row.checksum) if row else None


def issued_versions(period: BillingPeriod, team: Team | None) -> list[int]:
    """The versions that were issued, oldest first."""
    rows = Statement.objects.filter(period=period, team=team).order_by("version")
    return list(rows.values_list("version", flat=True))
