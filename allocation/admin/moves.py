"""Moving projects to another team from a day on."""

import datetime as dt

from django.db import transaction

from allocation.engine.rulebook import Span, Tenure
from allocation.models import Project, Team
from allocation.models import Tenure as TenureRow


def moved(tenures: tuple[Tenure, ...], team: str, day: dt.date) -> tuple[Tenure, ...]:
    """The tenures as they were before `day`, and from `day` on the team for good."""
    before = [
        Tenure(tenure.team, Span(tenure.span.start, min(tenure.span.until or day, day)))
        for tenure in tenures
        if tenure.span.start is None or tenure.span.start < day
    ]
    if before and before[-1].team == team and before[-1].span.until == day:
        return (*before[:-1], Tenure(team, Span(before[-1].span.start)))
    return (*before, Tenure(team, Span(day)))


@transaction.atomic
def move(project: Project, team: Team, day: dt.date) -> bool:
    """The project belongs to the team from `day` on. False when it already does and nothing was changed."""
    rows = list(project.tenures.select_related("team"))
    now = tuple(Tenure(row.team.slug, Span(row.valid_from, row.valid_until)) for row in rows)
    wanted = moved(now, team.slug, day)
    if wanted == now:
        return False
    ids = {row.team.slug: row.team_id for row in rows} | {team.slug: team.pk}
    project.tenures.all().delete()
    for tenure in wanted:
        TenureRow.objects.create(
            project=project,
            team_id=ids[tenure.team],
            valid_from=tenure.span.start,
            valid_until=tenure.span.until,
        )
    return True
