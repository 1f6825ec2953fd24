"""Database -> Rulebook, in a fixed number of queries. Rows are read as tuples: a company may have 60,000 projects."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

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
from allocation.models import AllocationOptions, MappingRule, ProjectTag, RuleCondition, SplitRule
from allocation.models import Driver as DriverRow
from allocation.models import Pool as PoolRow
from allocation.models import Project as ProjectRow
from allocation.models import Reading as ReadingRow
from allocation.models import Share as ShareRow
from allocation.models import Team as TeamRow
from allocation.models import Tenure as TenureRow

from .order import in_order

TARGET = ("team__slug", "project__slug", "pool__slug")
SPAN = ("valid_from", "valid_until")
Value = TypeVar("Value")


@transaction.atomic
def load_rulebook() -> Rulebook:
    """The rulebook as it is in the database now. Retired teams, projects and pools are not part of it."""
    options = AllocationOptions.objects.select_related("unallocated_team").first() or AllocationOptions()
    settlement = Settlement(SettlementMethod(options.settlement), tuple(options.settlement_order))
    return in_order(
        Rulebook(
            teams=teams(),
            projects=projects(),
            rules=rules(),
            pools=pools(),
            drivers=tuple(Driver(*row) for row in DriverRow.objects.values_list("slug", "name", "unit")),
            readings=readings(),
            tag_keys=tuple(options.tag_keys),
            services=tuple(options.services),
            default_owner=options.default_owner,
            folded_tag_keys=tuple(options.folded_tag_keys),
            settlement=settlement,
            unallocated_team=options.unallocated_team.slug if options.unallocated_team else None,
        )
    )


def teams() -> tuple[Team, ...]:
    columns = ("slug", "name", "owner__name", "cost_centre", "gl_account", "active_from", "active_until")
    return tuple(
        Team(slug, name, owner or "", cost_centre, gl_account, Span(start, until))
        for slug, name, owner, cost_centre, gl_account, start, until in used(TeamRow, *columns)
    )


def projects() -> tuple[Project, ...]:
    tags = grouped(ProjectTag.objects.values_list("project_id", "value"))
    tenures = grouped(
        (project, Tenure(team, Span(*span)))
        for project, team, *span in TenureRow.objects.values_list("project_id", "team__slug", *SPAN)
    )
    return tuple(
        Project(slug, name, tuple(tags.get(pk, ())), tuple(tenures.get(pk, ())))
        for pk, slug, name in used(ProjectRow, "pk", "slug", "name")
    )


def rules() -> tuple[Rule, ...]:
    columns = ("rule_id", "dimension", "operator", "values", "negated")
    conditions = grouped(
        (rule, Condition(dimension, Operator(operator), tuple(values), negated))
        for rule, dimension, operator, values, negated in RuleCondition.objects.values_list(*columns)
    )
    return tuple(
        Rule(name, tuple(conditions.get(pk, ())), target_of(target), Span(*span), note)
        for pk, name, note, *span, target in targeted(MappingRule.objects.all(), "pk", "name", "note", *SPAN)
    )


def pools() -> tuple[Pool, ...]:
    shares = grouped(
        (split, Share(target_of(target), Fraction(weight)))
        for split, weight, target in targeted(ShareRow.objects.all(), "split_rule_id", "weight")
    )
    columns = ("pool_id", "pk", "method", "to_all_teams", "basis", "driver__slug", "fallback", *SPAN)
    splits = grouped(
        (pool, Split(Method(method), tuple(shares.get(pk, ())), to_all, Basis(basis), driver, fallback, Span(*span)))
        for pool, pk, method, to_all, basis, driver, fallback, *span in SplitRule.objects.values_list(*columns)
    )
    return tuple(
        Pool(slug, name, tuple(splits.get(pk, ())), note)
        for pk, slug, name, note in used(PoolRow, "pk", "slug", "name", "note")
    )


def readings() -> tuple[Reading, ...]:
    return tuple(
        Reading(driver, month, target_of(target), Fraction(value))
        for driver, month, value, target in targeted(ReadingRow.objects.all(), "driver__slug", "month", "value")
    )


def used(model: type[TeamRow | ProjectRow | PoolRow], *columns: str) -> Iterable[tuple[Any, ...]]:
    """The columns of those that are not retired."""
    return model.objects.filter(is_retired=False).values_list(*columns)


def targeted(rows: QuerySet[Any], *columns: str) -> Iterator[tuple[Any, ...]]:
    """The columns of the rows and, last, the slugs of the team, the project and the pool, one of which is there."""
    for row in rows.values_list(*columns, *TARGET):
        yield (*row[: len(columns)], row[len(columns) :])


def grouped(pairs: Iterable[tuple[int, Value]]) -> dict[int, list[Value]]:
    groups: dict[int, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def target_of(slugs: tuple[str | None, ...]) -> Target:
    """The one of team, project and pool that is there."""
    for kind, slug in zip((Kind.TEAM, Kind.PROJECT, Kind.POOL), slugs, strict=True):
        if slug:
            return Target(kind, slug)
    raise AssertionError("a constraint keeps rows without a target out")
