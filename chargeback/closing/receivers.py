"""Who carries what is moved away from a team: a team, a project's team, the teams that shared a pool, or nobody."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import F, Q, Sum

from allocation.engine.money import from_cents, split, to_units
from allocation.models import Pool, Project, Team, Tenure
from chargeback.billing.models import BillingPeriod, StatementLine
from chargeback.clock import next_month

from .states import ClosingRefusedError

UNALLOCATED = "unallocated"
DISPUTED = "moved away from a team"
Named = TypeVar("Named", Team, Project, Pool)


@dataclass(frozen=True, slots=True)
class Part:
    """What one receiver is charged, in cents. Without a team it is with nobody, and `reason` says why."""

    team: Team | None
    amount: Decimal
    project: str = ""
    project_name: str = ""
    pool: str = ""
    pool_name: str = ""
    reason: str = ""


def parts(period: BillingPeriod, receiver: str, amount: Decimal) -> list[Part]:
    """Parts that add up to exactly the amount. Raises ClosingRefusedError for a receiver that cannot carry it."""
    kind, _, slug = receiver.strip().partition(":")
    slug = slug.strip()
    if kind == UNALLOCATED and not slug:
        return [Part(None, amount, reason=DISPUTED)]
    if kind == "team":
        return [Part(one_of(Team, slug, "team"), amount)]
    if kind == "project":
        project = one_of(Project, slug, "project")
        return [Part(team_of(project, period), amount, project.slug, project.name)]
    if kind == "pool":
        return shared(period, one_of(Pool, slug, "pool"), amount)
    raise ClosingRefusedError("Say who is charged instead, for example team:shop, project:checkout or unallocated.")


def one_of(model: type[Named], slug: str, what: str) -> Named:
    found = model._default_manager.filter(slug=slug, is_retired=False).first()
    if found is None:
        raise ClosingRefusedError(f"There is no {what} {slug[:80]!r}; choose one from the list.")
    return found


def team_of(project: Project, period: BillingPeriod) -> Team:
    """Whose the project was on the last day of the period."""
    last = next_month(period.month) - dt.timedelta(days=1)
    held = Tenure.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=last), Q(valid_until=None) | Q(valid_until__gt=last), project=project
    )
    if found := held.select_related("team").first():
        return found.team
    raise ClosingRefusedError(f"Project {project.slug} had no team on {last}; choose a team instead.")


def shared(period: BillingPeriod, pool: Pool, amount: Decimal) -> list[Part]:
    """As the pool was shared in the run that was billed, by largest remainder, in cents."""
    lines = StatementLine.objects.filter(run=period.current_run_id, pool=pool)
    sums = lines.values("team", slug=F("project__slug"), name=F("project__name")).annotate(carried=Sum("amount"))
    rows = list(sums.order_by("team__slug", "project__slug"))
    weights = [to_units(row["carried"]) for row in rows]
    if not any(weights) or min(weights) < 0:
        raise ClosingRefusedError(f"Nothing of {pool.slug} was shared in {period}; choose a team instead.")
    teams = Team.objects.in_bulk([row["team"] for row in rows])
    cents = split(int(amount * 100), weights)
    return [
        Part(teams.get(row["team"]), from_cents(part), row["slug"] or "", row["name"] or "", pool.slug, pool.name,
             "" if row["team"] else DISPUTED)
        for row, part in zip(rows, cents, strict=True) if part
    ]  # fmt: skip
