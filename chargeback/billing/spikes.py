"""Teams and services whose cost jumped on some days of a run, compared with their usual day and with the month before.

What a day costs beyond its usual is its excess: the usual day is the median of the month's days, and a day counts when
it cost more than twice that. Cost that always comes at once (a monthly fee, tax) has as much excess every month; so a
spike is excess beyond that of the month before, and worth telling from MOST_OF_BILL of the bill on. The median does not
move with the days that jumped, which an average would.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db import connection

from .attention_figures import Spike
from .models import Run, ServiceDay, TeamDay
from .stamps import Names

MOST_OF_BILL = Decimal("0.01")
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
    )
    SELECT days.run_id, days.who, sum(days.cost - usual.cost), min(days.day), max(days.day), count(*), max(usual.cost)
    FROM days JOIN usual USING (run_id, who) WHERE days.cost > 2 * usual.cost GROUP BY days.run_id, days.who
"""


@dataclass(frozen=True, slots=True)
class Excess:
    """What some days of a month cost beyond their usual."""

    amount: Decimal
    first: dt.date
    last: dt.date
    days: int
    usual: Decimal


def spikes(run: Run, before: Run | None, names: Names) -> tuple[Spike, ...]:
    """The largest spikes of teams and of services, at most MOST_TOLD of each; none without a month before."""
    if before is None:
        return ()
    least = abs(run.control_total) * MOST_OF_BILL
    return (*largest(run, before, "team", least, names), *largest(run, before, "service", least, names))


def largest(run: Run, before: Run, kind: Kind, least: Decimal, names: Names) -> list[Spike]:
    now, then = excesses(run, before, kind)
    slugs = team_slugs(run) if kind == "team" else {}
    found = []
    for who, excess in now.items():
        amount = excess.amount - (then[who].amount if who in then else 0)
        if amount >= least > 0:
            slug = slugs.get(who, who)
            name = names.party(slug).name if kind == "team" else who
            found.append(Spike(kind, slug, name, amount, excess.first, excess.last, excess.days, excess.usual))
    return sorted(found, key=lambda spike: (-spike.amount, spike.name))[:MOST_TOLD]


def excesses(run: Run, before: Run, kind: Kind) -> tuple[dict[str, Excess], dict[str, Excess]]:
    """The excess of each team (by id) or service in the run, and in the run before."""
    found: dict[int, dict[str, Excess]] = {run.pk: {}, before.pk: {}}
    with connection.cursor() as cursor:
        cursor.execute(EXCESS.format(days=DAYS[kind]), {"runs": [run.pk, before.pk]})
        for run_id, who, *excess in cursor.fetchall():
            found[run_id][who] = Excess(*excess)
    return found[run.pk], found[before.pk]


def team_slugs(run: Run) -> dict[str, str]:
    """The short names of the run's teams by id, as text."""
    teams = TeamDay.objects.filter(run=run, team__isnull=False).values_list("team_id", "team__slug").distinct()
    return {str(number): slug for number, slug in teams}
