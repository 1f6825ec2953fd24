"""One stored run -> its finest lines, a page or a file of them, with the total of all that the selection means."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Q, Sum

from allocation.engine.money import from_cents, to_cents, to_units
from allocation.engine.rulebook import Kind, Target
from allocation.models import Team
from chargeback.costs.models import CostSeries

from .discretion import Discretion
from .line_figures import LineItem, LinesAsked, LinesFound
from .line_rows import LineRow, Lines, TooManyLinesError
from .models import BillingPeriod, Run, StatementLine
from .moved import has_moved
from .pool_shares import Ratios, shares_towards
from .selections import Selection
from .stamps import Names, current_run, names_of, stamp_of

TELLING = ("via", "-via")  # an order tells something of rules whose names are hidden
MOST = 40_000  # more than that is no page that anybody reads, and takes longer than anybody waits


class SeriesTold(NamedTuple):
    """What a line tells of its series."""

    fingerprint: str
    sub_account_id: str
    sub_account_name: str
    tags: Mapping[str, str]


NO_SERIES = SeriesTold("", "", "", {})


@dataclass(frozen=True, slots=True)
class Begun:
    """All that is known of lines before they are read. `found` has neither items nor sums yet."""

    lines: Lines
    found: LinesFound
    names: Names
    discretion: Discretion
    order: str


def lines_found(period: BillingPeriod, team: Team | None, asked: LinesAsked, is_discreet: bool) -> LinesFound:
    """The lines of the team, or of the whole company, that are asked for; a page beyond the last one is the last.

    All lines of a team add up to its statement, all lines of the company to the bill, exactly. With `is_discreet`
    they are for people who see only this team. Raises NoRunError when the period has no run.
    """
    return listed(line_sums(period, team, asked, is_discreet), period, team, asked, is_discreet)


def line_sums(period: BillingPeriod, team: Team | None, asked: LinesAsked, is_discreet: bool) -> LinesFound:
    """What is the same on every page of the lines and in every order: how many there are, what they are together."""
    begun = begin(period, team, asked, is_discreet)
    try:
        return with_sums(begun, MOST)
    except TooManyLinesError:
        return replace(begun.found, is_too_long=True)


def listed(
    found: LinesFound, period: BillingPeriod, team: Team | None, asked: LinesAsked, is_discreet: bool
) -> LinesFound:
    """With the lines of the page that is asked for, of those that were `found`."""
    if found.is_too_long:
        return replace(found, asked=asked)
    begun = begin_from(found, current_run(period), team, asked, is_discreet)
    page = max(1, min(asked.page, -(-found.count // asked.size)))
    rows = begun.lines.rows(begun.order, (page - 1) * asked.size, page * asked.size)
    items = tuple(line_items(begun.lines.run, rows, begun.names, begun.discretion))
    return replace(found, asked=asked, items=items, page=page)


def begin(period: BillingPeriod, team: Team | None, asked: LinesAsked, is_discreet: bool) -> Begun:
    run = current_run(period)
    lines = Lines(run, whose(team), asked.selection, asked.by_day, reads_rules=not is_discreet)
    party = names_of(run).party(team.slug) if team else None
    found = LinesFound(stamp_of(period, run), party, asked, has_moved=has_moved(lines))
    return begin_from(found, run, team, asked, is_discreet)


def begin_from(found: LinesFound, run: Run, team: Team | None, asked: LinesAsked, is_discreet: bool) -> Begun:
    lines = Lines(run, whose(team), asked.selection, asked.by_day, reads_rules=not is_discreet)
    return Begun(
        lines=replace(lines, from_charges=found.has_moved),
        found=found,
        names=names_of(run),
        discretion=Discretion(run, team.slug if team and is_discreet else None),
        order=asked.order if lines.reads_rules or asked.order not in TELLING else LinesAsked().order,
    )


def with_sums(begun: Begun, most: int | None = None) -> LinesFound:
    """What was found, with count and sums of all of it. Raises TooManyLinesError beyond `most`."""
    count, total = begun.lines.count_and_sum(most)
    return replace(begun.found, count=count, total=total, cents=cents(begun.lines, total))


def whose(team: Team | None) -> Q:
    return Q(team=team) if team else Q()


def cents(lines: Lines, total: Decimal) -> Decimal:
    """The total in cents: that of the statement or the bill where nothing is left out, else rounded by itself."""
    if lines.selection == Selection():
        printed = StatementLine.objects.filter(lines.whose, run=lines.run).aggregate(sum=Sum("cents"))["sum"]
        return printed or Decimal("0.00")
    return from_cents(to_cents(to_units(total)))


def line_items(run: Run, rows: Collection[LineRow], names: Names, discretion: Discretion) -> Iterable[LineItem]:
    """The rows with what their series and the run's rulebook say about them."""
    series = series_told({row.series_key for row in rows if row.series_key})
    ratios = ratios_for(run, rows)
    for row in rows:
        one = series[row.series_key] if row.series_key else NO_SERIES
        yield LineItem(
            first=row.on,
            last=row.last,
            team=row.of_team or "",
            team_name=names.party(row.of_team).name if row.of_team else "",
            account=one.sub_account_id,
            account_name=one.sub_account_name,
            service=row.what,
            project=row.of_project or "",
            project_name=names.project(row.of_project) if row.of_project else "",
            tags=one.tags,
            rule=discretion.rule(row.by) if row.by else "",
            pool=row.of_pool or "",
            pool_name=names.pool(row.of_pool) if row.of_pool else "",
            reason=row.why,
            series=one.fingerprint,
            ratio=ratio_of(row, ratios),
            amount=row.cost,
        )


def series_told(keys: Collection[int]) -> dict[int, SeriesTold]:
    """By key. As plain values: a file tells of a hundred thousand of them."""
    found = CostSeries.objects.filter(pk__in=keys).values_list("pk", *SeriesTold._fields)
    return {key: SeriesTold(*told) for key, *told in found}


def ratios_for(run: Run, rows: Iterable[LineRow]) -> Ratios:
    """The ratios of the teams that have shares of pools among the rows."""
    teams = {row.of_team for row in rows if row.of_pool and row.of_team and not row.series_key}
    return Ratios(shares_towards(run, teams) if teams else (), run.period.month)


def ratio_of(row: LineRow, ratios: Ratios) -> Fraction | None:
    """The part of the pool that the row's payer carries, if it is the same on all its days."""
    if not row.of_pool or not row.of_team or row.series_key:
        return None
    payer = Target(Kind.PROJECT, row.of_project) if row.of_project else Target(Kind.TEAM, row.of_team)
    return ratios.during(row.of_pool, payer, row.on, row.last)
