"""Database -> Rulebook, in a fixed number of queries."""

from fractions import Fraction

from django.db import transaction

from allocation.engine.rulebook import (
    Basis,
    Condition,
    Driver,
    Kind,
    Method,
    Operator,
    Pool,
    Project,
    Reading,
    Rule,
    Rulebook,
    Settlement,
    SettlementMethod,
    Share,
    Span,
    Split,
    Target,
    Team,
    Tenure,
)
from allocation.models import (
    AllocationOptions,
    MappingRule,
    ProjectTag,
    RuleCondition,
    SplitRule,
)
from allocation.models import Driver as DriverRow
from allocation.models import Pool as PoolRow
from allocation.models import Project as ProjectRow
from allocation.models import Reading as ReadingRow
from allocation.models import Share as ShareRow
from allocation.models import Team as TeamRow
from allocation.models import Tenure as TenureRow

from .order import in_order

TARGETS = ("team", "project", "pool")


@transaction.atomic
def load_rulebook() -> Rulebook:
    """The rulebook as it is in the database now. Retired teams, projects and pools are not part of it."""
    options = AllocationOptions.objects.select_related("unallocated_team").first() or AllocationOptions()
    settlement = Settlement(SettlementMethod(options.settlement), tuple(options.settlement_order))
    return in_order(
        Rulebook(
            teams=tuple(map(team_of, TeamRow.objects.filter(is_retired=False).select_related("owner"))),
            projects=projects(),
            rules=rules(),
            pools=pools(),
            drivers=tuple(Driver(row.slug, row.name, row.unit) for row in DriverRow.objects.all()),
            readings=tuple(map(reading_of, ReadingRow.objects.select_related("driver", *TARGETS))),
            tag_keys=tuple(options.tag_keys),
            services=tuple(options.services),
            default_owner=options.default_owner,
            folded_tag_keys=tuple(options.folded_tag_keys),
            settlement=settlement,
            unallocated_team=options.unallocated_team.slug if options.unallocated_team else None,
        )
    )


def team_of(row: TeamRow) -> Team:
    owner = row.owner.name if row.owner else ""
    return Team(row.slug, row.name, owner, row.cost_centre, row.gl_account, Span(row.active_from, row.active_until))


def projects() -> tuple[Project, ...]:
    tags: dict[int, list[str]] = {}
    for tag in ProjectTag.objects.all():
        tags.setdefault(tag.project_id, []).append(tag.value)
    tenures: dict[int, list[Tenure]] = {}
    for row in TenureRow.objects.select_related("team"):
        tenures.setdefault(row.project_id, []).append(Tenure(row.team.slug, span_of(row)))
    return tuple(
        Project(row.slug, row.name, tuple(tags.get(row.pk, ())), tuple(tenures.get(row.pk, ())))
        for row in ProjectRow.objects.filter(is_retired=False)
    )


def rules() -> tuple[Rule, ...]:
    conditions: dict[int, list[Condition]] = {}
    for row in RuleCondition.objects.all():
        found = Condition(row.dimension, Operator(row.operator), tuple(row.values), row.negated)
        conditions.setdefault(row.rule_id, []).append(found)
    return tuple(
        Rule(row.name, tuple(conditions.get(row.pk, ())), target_of(row), span_of(row), row.note)
        for row in MappingRule.objects.select_related(*TARGETS)
    )


def pools() -> tuple[Pool, ...]:
    shares: dict[int, list[Share]] = {}
    for row in ShareRow.objects.select_related(*TARGETS):
        shares.setdefault(row.split_rule_id, []).append(Share(target_of(row), Fraction(row.weight)))
    splits: dict[int, list[Split]] = {}
    for split in SplitRule.objects.select_related("driver"):
        splits.setdefault(split.pool_id, []).append(split_of(split, tuple(shares.get(split.pk, ()))))
    return tuple(
        Pool(row.slug, row.name, tuple(splits.get(row.pk, ())), row.note)
        for row in PoolRow.objects.filter(is_retired=False)
    )


def split_of(row: SplitRule, shares: tuple[Share, ...]) -> Split:
    return Split(
        Method(row.method),
        shares,
        row.to_all_teams,
        Basis(row.basis),
        row.driver.slug if row.driver else None,
        row.fallback,
        span_of(row),
    )


def reading_of(row: ReadingRow) -> Reading:
    return Reading(row.driver.slug, row.month, target_of(row), Fraction(row.value))


def target_of(row: MappingRule | ShareRow | ReadingRow) -> Target:
    """The one of team, project and pool that the row names."""
    for kind in (Kind.TEAM, Kind.PROJECT, Kind.POOL):
        if target := getattr(row, kind):
            return Target(kind, target.slug)
    raise AssertionError("a constraint keeps rows without a target out")


def span_of(row: TenureRow | MappingRule | SplitRule) -> Span:
    return Span(row.valid_from, row.valid_until)
