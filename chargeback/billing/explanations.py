"""Why a team, or nobody, carries an amount: read from the stored run, nothing is allocated anew.

selection  -> own cost       line_rows.py       by rule and series, down to pulls and records
           -> shared cost    pool_parts.py      the ways from each pool, edge by edge
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from allocation.engine.money import from_cents, round_to_cents, to_cents, to_units
from allocation.models import Team
from chargeback.costs.models import CostSeries

from .discretion import Discretion
from .explanation_figures import ByRule, Explanation, PoolPart, Receiver, SeriesStory
from .line_figures import LineItem
from .line_items import line_items
from .line_rows import ONE_DAY, Lines
from .models import Assignment, BillingPeriod, Run, StatementLine
from .moved import has_moved
from .pool_parts import Network, carried, pool_parts, pool_totals, receivers
from .pool_shares import reached_pools, shares_of_pools, stored_shares
from .pull_facts import pulls_behind
from .run_rulebooks import rulebook_of
from .selections import Part, Selection, of_charges
from .series_stories import series_story
from .stamps import Names, current_run, names_of, stamp_of

MOST_ORIGINS = 25
DIRECT = ""  # no pool has an empty short name
PARTS = {"total": Part.ALL, "direct": Part.DIRECT, "shared": Part.SHARED}


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be explained, to whom, and what the answers are looked up in."""

    run: Run
    team: Team | None
    selection: Selection
    names: Names
    discretion: Discretion

    @property
    def whose(self) -> Q:
        return Q(team=self.team)

    @property
    def sees_all(self) -> bool:
        return self.discretion.sees_all


def explanation(
    period: BillingPeriod, team: Team | None, what: str, selection: Selection, is_discreet: bool
) -> Explanation | None:
    """Why `team`, or nobody, carries what the selection means; None when that is nothing.

    `what` is a key of PARTS. With `is_discreet` it is for people who see only this team. Raises NoRunError when the
    period has no run.
    """
    run = current_run(period)
    discretion = Discretion(run, team.slug if team and is_discreet else None)
    asked = Question(run, team, replace(selection, part=PARTS[what]), names_of(run), discretion)
    own = own_lines(asked)
    own_count, direct = own.count_and_sum() if asked.selection.has_direct else (0, Decimal(0))
    pools, shown = shared_parts(asked) if asked.selection.has_shared else ((), ())
    if not own_count and not pools:
        return None
    amount = direct + sum((part.amount for part in pools), Decimal(0))
    cents = printed(asked, direct, pools)
    origins = (
        pool_origins(asked, pools) if asked.selection.part is Part.SHARED else origins_of(asked, own, own_count, direct)
    )
    story = story_of(asked, origins.items)
    return Explanation(
        stamp=stamp_of(period, run),
        team=asked.names.party(team.slug) if team else None,
        what=what,
        selection=asked.selection,
        amount=amount,
        cents=sum(cents.values(), Decimal("0.00")),
        direct=direct,
        direct_cents=cents.get(DIRECT, Decimal("0.00")),
        by_rule=by_rule(own, discretion) if own_count and not own.from_charges else (),
        pools=tuple(replace(part, cents=cents[part.pool]) for part in pools),
        receivers=shown,
        origins=origins.items,
        origins_count=origins.count,
        origins_total=origins.total,
        story=story,
        pulls=story.pulls if story else pulls_behind(run, asked.sees_all),
        has_moved=own.from_charges,
    )


def own_lines(asked: Question) -> Lines:
    """The own cost that is meant: by day only where days cut through an assignment, as only records know days."""
    lines = Lines(asked.run, asked.whose, replace(asked.selection, part=Part.DIRECT), False, asked.sees_all)
    if not cuts_through(lines):
        return lines
    lines = replace(lines, by_day=True)
    return replace(lines, from_charges=not asked.selection.knows_series and has_moved(lines))


def cuts_through(lines: Lines) -> bool:
    """True when the days of the selection hold a part of an assignment and not all of it."""
    selection = lines.selection
    cut = Q(pk__in=[])
    if selection.first:
        cut |= Q(start__lt=selection.first, until__gt=selection.first)
    if selection.last:
        cut |= Q(start__lte=selection.last, until__gt=selection.last + ONE_DAY)
    return selection.has_days and lines.assignments().filter(cut).exists()


def shared_parts(asked: Question) -> tuple[tuple[PoolPart, ...], tuple[Receiver, ...]]:
    """The parts of pools that are meant; for one pool also everyone who takes from it, where that may be known."""
    charges = carried(asked.run, asked.whose, asked.selection)
    pools = {one.pool for one in charges}
    if not pools:
        return (), ()
    is_told = asked.sees_all and len(pools) == 1
    network = network_of(asked, pools, is_told)
    parts = pool_parts(network, charges, pool_totals(asked.run, asked.selection, pools), asked.selection)
    return parts, receivers(network, reached_pools(network.shares, pools)) if is_told else ()


def network_of(asked: Question, pools: Collection[str], is_told: bool) -> Network:
    """The shares of all that these pools reach; for a team, unless the others are told too, those that lead to it."""
    wanted = Q(pool__slug__in=reached_pools(shares_of_pools(asked.run), pools))
    if asked.team and not is_told:
        wanted &= Q(team=asked.team) | Q(receiver_pool__isnull=False)
    shares = stored_shares(asked.run, wanted)
    return Network(asked.run, rulebook_of(asked.run), shares, asked.names, asked.discretion)


@dataclass(frozen=True, slots=True)
class Origins:
    """The largest series, how many there are, and what all of them cost."""

    items: tuple[LineItem, ...] = ()
    count: int = 0
    total: Decimal = Decimal(0)


def pool_origins(asked: Question, pools: Collection[PoolPart]) -> Origins:
    """The series behind shared cost, where one pool alone is explained to someone who may know them."""
    if not asked.sees_all or len(pools) != 1:
        return Origins()
    [pool] = pools
    selection = replace(asked.selection, part=Part.BILLED, pool=pool.pool, project=None)
    lines = Lines(asked.run, Q(), selection, by_day=False)
    lines = replace(lines, by_day=cuts_through(lines))
    return origins_of(asked, lines, *lines.count_and_sum())


def origins_of(asked: Question, lines: Lines, count: int, total: Decimal) -> Origins:
    """The series behind the lines, of which there are `count`."""
    rows = lines.rows("-cost", 0, MOST_ORIGINS)
    return Origins(tuple(line_items(asked.run, rows, asked.names, asked.discretion)), count, total)


def story_of(asked: Question, items: Collection[LineItem]) -> SeriesStory | None:
    """The story of the series, where it is one alone. A team is told nothing of series that came through pools."""
    prints = {item.series for item in items}
    fingerprint = next(iter(prints)) if len(prints) == 1 else ""
    if not fingerprint:
        return None
    through_pool = asked.selection.part is Part.SHARED
    whose = Q(pool__isnull=False) if through_pool else asked.whose & Q(pool=None)
    assigned = Assignment.objects.filter(whose, run=asked.run, series__fingerprint=fingerprint).values("series")
    row = CostSeries.objects.filter(pk__in=assigned).select_related("source").first()
    if row is None:
        return None
    rulebook = rulebook_of(asked.run)
    return series_story(asked.run, rulebook, row, whose, asked.selection, asked.names, asked.discretion)


def by_rule(own: Lines, discretion: Discretion) -> tuple[ByRule, ...]:
    """What each rule or tag brought, the largest first; rules whose names are not to be read are one."""
    found: dict[str, ByRule] = {}
    rows = own.direct().values_list("by").annotate(series=Count("series_id", distinct=True), total=Sum(F("cost")))
    for name, series, total in rows.order_by():
        rule = discretion.rule(name) if name else ""
        known = found.get(rule, ByRule(rule, 0, Decimal(0)))
        found[rule] = ByRule(rule, known.series + series, known.amount + total)
    return tuple(sorted(found.values(), key=lambda one: (-abs(one.amount), one.rule)))


def printed(asked: Question, direct: Decimal, pools: Collection[PoolPart]) -> dict[str, Decimal]:
    """The cents of own cost (under DIRECT) and of each pool: as the statement prints them where it does.

    Amounts that no statement prints are rounded so that they add up to their whole, rounded by itself.
    """
    selection = asked.selection
    if not (selection.has_days or selection.knows_series or selection.words):
        through = {Part.DIRECT: Q(pool=None), Part.SHARED: Q(pool__isnull=False)}.get(selection.part, Q())
        lines = StatementLine.objects.filter(asked.whose, through, of_charges(selection), run=asked.run)
        rows = lines.values_list("pool__slug").annotate(Sum("cents")).order_by()
        return {pool or DIRECT: cents for pool, cents in rows}
    names = [DIRECT, *(part.pool for part in pools)]
    exact = [to_units(amount) for amount in (direct, *(part.amount for part in pools))]
    rounded = round_to_cents(exact, to_cents(sum(exact)))
    return {name: from_cents(cents) for name, cents in zip(names, rounded, strict=True)}
