"""Rulebook -> database, in one transaction: what the rulebook says is there afterwards, and nothing else takes part.

Rules, splits, tag values, readings and drivers that it no longer names are removed. Teams, projects and pools are
retired instead: old statements and memberships name them. Only what differs is written.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db import models, transaction

from allocation.engine.rulebook import Driver, Pool, Project, Rule, Rulebook, Span, Team
from allocation.models import AllocationOptions, MappingRule, Owner, ProjectTag, RuleCondition, Tenure
from allocation.models import Driver as DriverRow
from allocation.models import Pool as PoolRow
from allocation.models import Project as ProjectRow
from allocation.models import Team as TeamRow

from .changes import Changes, changes_between
from .load import load_rulebook
from .order import in_order
from .save_splits import Targets, save_readings, save_splits

STEP = 10  # between positions of rules, so that one more fits in without renumbering
Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def save_rulebook(rulebook: Rulebook) -> Changes:
    """The database holds exactly this rulebook: `load_rulebook()` gives it back in canonical order.

    Returns what was changed. Nothing is changed when anything fails.
    """
    AllocationOptions.objects.get_or_create(pk=1)
    options = AllocationOptions.objects.select_for_update().get(pk=1)  # two imports at once: one after the other
    before, after = load_rulebook(), in_order(rulebook)
    changes = changes_between(before, after)
    gone, changed = named(changes, ("removed", "retired")), named(changes, ("added", "changed"))
    MappingRule.objects.filter(name__in=gone["rule"]).delete()
    # Teams, projects, pools: a run locks them in this order too.
    retire(TeamRow, gone["team"])
    save_teams([team for team in after.teams if team.slug in changed["team"]])
    retire(ProjectRow, gone["project"])
    save_projects([project for project in after.projects if project.slug in changed["project"]])
    retire(PoolRow, gone["pool"])
    pools = [pool for pool in after.pools if pool.slug in changed["pool"]]
    save_pools(pools)
    save_drivers([driver for driver in after.drivers if driver.slug in changed["driver"]])
    targets = Targets.load()
    save_rules(after.rules, changed["rule"], targets)
    save_splits(pools, targets)
    if any(change.kind in ("reading", "driver") for change in changes.items):
        save_readings(after, targets)
    save_options(options, after, targets)
    DriverRow.objects.filter(slug__in=gone["driver"]).delete()
    return changes


def named(changes: Changes, what: Container[str]) -> dict[str, set[str]]:
    """The names of what was changed so, by kind."""
    names: dict[str, set[str]] = defaultdict(set)
    for change in changes.items:
        if change.what in what:
            names[change.kind].add(change.name)
    return names


def retire(model: type[TeamRow | ProjectRow | PoolRow], slugs: Iterable[str]) -> None:
    """They take part in nothing from now on."""
    model.objects.filter(slug__in=slugs).update(is_retired=True)


def save_all(model: type[Row], key: str, rows: Iterable[Row], fields: Sequence[str]) -> list[Row]:
    """The rows, new or in the place of those with the same key; a row that was there keeps its id and its history."""
    return model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=fields)


def save_teams(teams: Sequence[Team]) -> None:
    Owner.objects.bulk_create(
        (Owner(name=name) for name in sorted({team.owner for team in teams if team.owner})), ignore_conflicts=True
    )
    owners = dict(Owner.objects.values_list("name", "pk"))
    rows = [
        TeamRow(
            slug=team.slug,
            name=team.name,
            owner_id=owners.get(team.owner),
            cost_centre=team.cost_centre,
            gl_account=team.gl_account,
            active_from=team.active.start,
            active_until=team.active.until,
        )
        for team in teams
    ]
    columns = ("name", "owner", "cost_centre", "gl_account", "active_from", "active_until", "is_retired")
    save_all(TeamRow, "slug", rows, columns)


def save_projects(changed: Sequence[Project]) -> None:
    """Projects, their tag values and their teams; values leave one project before another takes them."""
    ProjectTag.objects.filter(project__is_retired=True).delete()
    Tenure.objects.filter(project__is_retired=True).delete()
    rows = [ProjectRow(slug=project.slug, name=project.name) for project in changed]
    ids = {row.slug: row.pk for row in save_all(ProjectRow, "slug", rows, ("name", "is_retired"))}
    ProjectTag.objects.filter(project__in=ids.values()).delete()
    Tenure.objects.filter(project__in=ids.values()).delete()
    teams = dict(TeamRow.objects.values_list("slug", "pk"))
    ProjectTag.objects.bulk_create(
        ProjectTag(project_id=ids[project.slug], value=value) for project in changed for value in project.tags
    )
    Tenure.objects.bulk_create(
        Tenure(project_id=ids[project.slug], team_id=teams[tenure.team], **dates(tenure.span))
        for project in changed
        for tenure in project.tenures
    )


def save_pools(pools: Iterable[Pool]) -> None:
    rows = [PoolRow(slug=pool.slug, name=pool.name, note=pool.note) for pool in pools]
    save_all(PoolRow, "slug", rows, ("name", "note", "is_retired"))


def save_drivers(drivers: Iterable[Driver]) -> None:
    rows = [DriverRow(slug=driver.slug, name=driver.name, unit=driver.unit) for driver in drivers]
    save_all(DriverRow, "slug", rows, ("name", "unit"))


def save_rules(rules: Sequence[Rule], changed: set[str], targets: Targets) -> None:
    """Rules in their order."""
    places = {rule.name: place * STEP for place, rule in enumerate(rules, start=1)}
    move([row for row in MappingRule.objects.exclude(name__in=changed) if row.position != places[row.name]], places)
    new = [rule for rule in rules if rule.name in changed]
    rows = [
        MappingRule(
            name=rule.name,
            position=places[rule.name],
            note=rule.note,
            **targets.columns(rule.target),
            **dates(rule.span),
        )
        for rule in new
    ]
    columns = ("position", "note", "team", "project", "pool", "valid_from", "valid_until")
    saved = save_all(MappingRule, "name", rows, columns)
    RuleCondition.objects.filter(rule__in=saved).delete()
    RuleCondition.objects.bulk_create(
        RuleCondition(
            rule=row,
            dimension=condition.dimension,
            operator=condition.operator,
            values=list(condition.values),
            negated=condition.negated,
        )
        for row, rule in zip(saved, new, strict=True)
        for condition in rule.conditions
    )


def move(rows: Sequence[MappingRule], places: Mapping[str, int]) -> None:
    for row in rows:
        row.position = places[row.name]
    MappingRule.objects.bulk_update(rows, ["position"], batch_size=1000)


def save_options(options: AllocationOptions, rulebook: Rulebook, targets: Targets) -> None:
    options.tag_keys = list(rulebook.tag_keys)
    options.folded_tag_keys = list(rulebook.folded_tag_keys)
    options.services = list(rulebook.services)
    options.default_owner = rulebook.default_owner
    options.settlement = rulebook.settlement.method
    options.settlement_order = list(rulebook.settlement.order)
    options.unallocated_team_id = targets.teams[rulebook.unallocated_team] if rulebook.unallocated_team else None
    options.save()


def dates(span: Span) -> dict[str, object]:
    return {"valid_from": span.start, "valid_until": span.until}
