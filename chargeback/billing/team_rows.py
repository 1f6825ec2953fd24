"""One stored run -> one row for each of some teams, as a lead of several sees them."""

from collections.abc import Iterable

from allocation.models import Team

from .figures import Row
from .models import BillingPeriod
from .rows import read_lines, rows
from .stamps import current_run, names_of, run_before


def team_rows(period: BillingPeriod, teams: Iterable[Team]) -> tuple[Row, ...]:
    """What each of `teams` owes for `period`, percentages of their own sum. Raises NoRunError when there is no run."""
    run, before = current_run(period), run_before(period)
    names = names_of(run)
    return rows(
        *read_lines(run, before, team__in=teams),
        key=lambda line: line.team,
        name=lambda slug: names.party(slug).name,
        owner=lambda slug: names.party(slug).owner,
    )
