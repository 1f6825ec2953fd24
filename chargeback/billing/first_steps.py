"""What an installation still needs before its first statement can be read, in the order in which it is done."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from allocation.models import AllocationOptions, MappingRule, ProjectTag, Team
from chargeback.costs.models import Pull, Source

from .figures import percent
from .models import BillingPeriod, StatementLine

AIM = Decimal(2)  # percent of the bill that may stay unallocated


@dataclass(frozen=True, slots=True)
class NewestRun:
    """The sums of the newest month that was calculated."""

    pk: int
    month: dt.date
    allocated: Decimal
    unallocated_percent: Decimal | None

    @property
    def is_good(self) -> bool:
        """Cost is with teams, and little with nobody. Without source, pull, teams and mapping there is no such run."""
        part = self.unallocated_percent
        return bool(self.allocated) and part is not None and abs(part) <= AIM


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """Which steps are done. `month` is the newest month with a run; `team` the slug of a team that has cost in it."""

    source: bool
    teams: bool
    tag: bool
    pull: bool
    unallocated: bool
    statement: bool
    tag_keys: tuple[str, ...]
    unallocated_percent: Decimal | None
    month: dt.date | None
    team: str

    @property
    def are_done(self) -> bool:
        return all((self.source, self.teams, self.tag, self.pull, self.unallocated, self.statement))


def first_steps() -> FirstSteps:
    options = AllocationOptions.objects.first() or AllocationOptions()
    run = newest_run()
    part = run.unallocated_percent if run else None
    return FirstSteps(
        source=Source.objects.exists(),
        teams=Team.objects.filter(is_retired=False).exists(),
        tag=is_mapped(options),
        pull=Pull.objects.filter(state=Pull.State.STORED).exists(),
        unallocated=part is not None and abs(part) <= AIM,
        statement=run is not None and bool(run.allocated),
        tag_keys=tuple(options.tag_keys),
        unallocated_percent=part,
        month=run.month if run else None,
        team=dearest_team(run) if run else "",
    )


def is_mapped(options: AllocationOptions) -> bool:
    """True when something can tell whose cost is: projects with tag values, or rules where no tag is used."""
    return ProjectTag.objects.exists() if options.tag_keys else MappingRule.objects.exists()


def newest_run() -> NewestRun | None:
    """The current run of the newest month, of the largest bill in it; without its rulebook, which can be large."""
    sums = ("control_total", "allocated", "unallocated")
    periods = BillingPeriod.objects.exclude(current_run=None).order_by("-month", "-current_run__control_total")
    found = periods.values_list("current_run_id", "month", *(f"current_run__{one}" for one in sums)).first()
    if found is None:
        return None
    pk, month, bill, allocated, unallocated = found
    return NewestRun(pk, month, allocated, percent(unallocated, bill))


def dearest_team(run: NewestRun) -> str:
    """The slug of the team with the dearest line of the run; empty when no team has one."""
    lines = StatementLine.objects.filter(run=run.pk).exclude(team=None)
    line = lines.order_by("-cents").values_list("team__slug").first()
    return line[0] if line else ""
