"""Teams and services whose cost jumped on some days of a run, compared with their usual day and with the month before.

What a day costs beyond its usual is its excess: the usual day is the median of the month's days, and a day counts when
it cost more than twice that. The median does not move with the days that jumped, as an average would. Cost that always
comes at once (a monthly fee, tax) has as much excess every month; so a spike is excess beyond that of the month before,
on days that had less of it then, and worth telling from LEAST_OF_BILL of the bill on.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.db import connection

from .attention_figures import Spike
from .models import Run, ServiceDay, TeamDay
from .stamps import Names

LEAST_OF_BILL = Decimal("0.01")
MOST_TOLD = 3
Kind = Literal["team", "service"]
DAYS = {
    "team": f"SELECT run_id, team_id::text AS who, day, direct + shared AS cost FROM {TeamDay._meta.db_table} "  # noqa: S608
    "WHERE team_id IS NOT NULL AND run_id = ANY(%(runs)s)",
    "service": f"SELECT run_id, service AS who, day, amount AS cost FROM {ServiceDay._meta.db_table} "  # noqa: S608
    "WHERE run_id = ANY(%(runs)s)",
}
EXCESS = """
    WITH days AS ({days}),
    usual AS (
        SELECT run_id, who, greatest(percentile_disc(0.5) WITHIN GROUP (ORDER BY cost), 0) AS cost
        FROM days GROUP BY run_id, who
    ),
    beyond AS (
        SELECT days.run_id, days.who, days.day, usual.cost AS usual, days.cost - usual.cost AS cost
        FROM days JOIN usual USING (run_id, who) WHERE days.cost > 2 * usual.cost
    ),
    earlier AS (
        SELECT who, extract(day FROM day) AS number, cost, sum(cost) OVER (PARTITION BY who) AS of_month
        FROM beyond WHERE run_id = %(before)s
    )
    SELECT now.who, sum(now.cost) - coalesce(max(month.of_month), 0), min(now.day) FILTER (WHERE is_new),
           max(now.day) FILTER (WHERE is_new), count(*) FILTER (WHERE is_new), max(now.usual)
    FROM (
        SELECT beyond.*, beyond.cost - coalesce(earlier.cost, 0) > beyond.usual AS is_new
        FROM beyond LEFT JOIN earlier ON earlier.who = beyond.who AND earlier.number = extract(day FROM beyond.day)
        WHERE beyond.run_id = %(run)s
    ) now
    LEFT JOIN (SELECT DISTINCT who, of_month FROM earlier) month USING (who)
    GROUP BY now.who HAVING bool_or(is_new)
"""


@dataclass(frozen=True, slots=True)
class Excess:
    """What a month's days cost beyond their usual, less that of the month before; and the days that did not then."""

    amount: Decimal
    first: dt.date
    last: dt.date
    days: int
    usual: Decimal


def spikes(run: Run, before: Run | None, names: Names) -> tuple[Spike, ...]:
    """The largest spikes of teams and of services, at most MOST_TOLD of each; none without a month before."""
    if before is None:
        return ()
    least = abs(run.control_total) * LEAST_OF_BILL
    return (*largest(run, before, "team", least, names), *largest(run, before, "service", least, names))


def largest(run: Run, before: Run, kind: Kind, least: Decimal, names: Names) -> list[Spike]:
    slugs = team_slugs(run) if kind == "team" else {}
    found = []
    for who, one in excesses(run, before, kind).items():
        if one.amount >= least > 0:
            slug = slugs.get(who, who)
            name = names.party(slug).name if kind == "team" else who
            found.append(Spike(kind, slug, name, one.amount, one.first, one.last, one.days, one.usual))
    return sorted(found, key=lambda spike: (-spike.amount, spike.name))[:MOST_TOLD]


def excesses(run: Run, before: Run, kind: Kind) -> dict[str, Excess]:
    """The excess of each team (by id) or service in the run beyond that in the run before."""
    ids: dict[str, Any] = {"runs": [run.pk, before.pk], "run": run.pk, "before": before.pk}
    with connection.cursor() as cursor:
        cursor.execute(EXCESS.format(days=DAYS[kind]), ids)
        return {who: Excess(*excess) for who, *excess in cursor.fetchall()}


def team_slugs(run: Run) -> dict[str, str]:
    """The short names of the run's teams by id, as text."""
    teams = TeamDay.objects.filter(run=run, team__isnull=False).values_list("team_id", "team__slug").distinct()
    return {str(number): slug for number, slug in teams}
