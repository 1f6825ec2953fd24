"""Rulebook -> database, in one transaction: what the rulebook says is there afterwards, and nothing else takes part.

Rules, splits, tag values, readings and drivers that it no longer names are removed. Teams, projects and pools are
retired instead: old statements and memberships name them. Only what differs is written.
"""

from collections.abc import Iterable

from django.db import transaction

from allocation.engine.rulebook import Driver, Pool, Project, Rule, Rulebook, Span, Team
from allocation.models import AllocationOptions, MappingRule, Owner, ProjectTag, RuleCondition, SplitRule, Tenure
from allocation.models import Driver as DriverRow
from allocation.models import Pool as PoolRow
from allocation.models import Project as ProjectRow
from allocation.models import Team as TeamRow

from .changes import Changes, changes_between
from .load import load_rulebook
from .order import in_order
from .positions import positions
from .save_splits import Targets, save_readings, save_splits


@transaction.atomic
def save_rulebook(rulebook: Rulebook) -> Changes:
    """The database holds exactly this rulebook: `load_rulebook()` gives it back in canonical order.

    Returns what was changed. Nothing is changed when anything fails.
    """
    AllocationOptions.objects.get_or_create(pk=1)
    options = AllocationOptions.objects.select_for_update().get(pk=1)  # two imports at once: one after the other
    before, after = load_rulebook(), in_order(rulebook)
    changes = changes_between(before, after)
    changed = {(change.kind, change.name) for change in changes.items}
    MappingRule.objects.exclude(name__in=[rule.name for rule in after.rules]).delete()
    save_teams(team for team in after.teams if ("team", team.slug) in changed)
    save_projects(after, [project for project in after.projects if ("project", project.slug) in changed])
    for pool in after.pools:
        if ("pool", pool.slug) in changed:
            save_pool(pool)
    save_drivers(driver for driver in after.drivers if ("driver", driver.slug) in changed)
    targets = Targets.load()
    save_rules(after.rules, {name for kind, name in changed if kind == "rule"}, targets)
    save_splits(after, {name for kind, name in changed if kind == "pool"}, targets)
    if any(kind in ("reading", "driver") for kind, _ in changed):
        save_readings(after, targets)
    save_options(options, after, targets)
    retire(after)
    DriverRow.objects.exclude(slug__in=[driver.slug for driver in after.drivers]).delete()
    return changes


def save_teams(teams: Iterable[Team]) -> None:
    for team in teams:
        owner = Owner.objects.get_or_create(name=team.owner)[0] if team.owner else None
        values = {
            "name": team.name,
            "owner": owner,
            "cost_centre": team.cost_centre,
            "gl_account": team.gl_account,
            "active_from": team.active.start,
            "active_until": team.active.until,
            "is_retired": False,
        }
        TeamRow.objects.update_or_create(slug=team.slug, defaults=values)


def save_projects(rulebook: Rulebook, changed: list[Project]) -> None:
    """Projects, their tag values and their teams; values leave one project before another takes them."""
    listed = [project.slug for project in rulebook.projects]
    ProjectTag.objects.exclude(project__slug__in=listed).delete()
    Tenure.objects.exclude(project__slug__in=listed).delete()
    rows = {project.slug: save_project(project) for project in changed}
    ProjectTag.objects.filter(project__in=rows.values()).delete()
    Tenure.objects.filter(project__in=rows.values()).delete()
    teams = dict(TeamRow.objects.values_list("slug", "pk"))
    ProjectTag.objects.bulk_create(
        ProjectTag(project=rows[project.slug], value=value) for project in changed for value in project.tags
    )
    Tenure.objects.bulk_create(
        Tenure(project=rows[project.slug], team_id=teams[tenure.team], **dates(tenure.span))
        for project in changed
        for tenure in project.tenures
    )


def save_project(project: Project) -> ProjectRow:
    values = {"name": project.name, "is_retired": False}
    return ProjectRow.objects.update_or_create(slug=project.slug, defaults=values)[0]


def save_pool(pool: Pool) -> None:
    values = {"name": pool.name, "note": pool.note, "is_retired": False}
    PoolRow.objects.update_or_create(slug=pool.slug, defaults=values)


def save_drivers(drivers: Iterable[Driver]) -> None:
    for driver in drivers:
        DriverRow.objects.update_or_create(slug=driver.slug, defaults={"name": driver.name, "unit": driver.unit})


def save_rules(rules: Iterable[Rule], changed: set[str], targets: Targets) -> None:
    """Rules in their order. A rule keeps its row, so that its history stays with it."""
    listed, held = list(rules), dict(MappingRule.objects.values_list("name", "position"))
    for rule, position in zip(listed, positions([held.get(rule.name) for rule in listed]), strict=True):
        if rule.name not in changed:
            if held[rule.name] != position:
                MappingRule.objects.filter(name=rule.name).update(position=position)
            continue
        values = {"position": position, "note": rule.note, **targets.columns(rule.target), **dates(rule.span)}
        row, _ = MappingRule.objects.update_or_create(name=rule.name, defaults=values)
        row.conditions.all().delete()
        RuleCondition.objects.bulk_create(
            RuleCondition(
                rule=row,
                dimension=condition.dimension,
                operator=condition.operator,
                values=list(condition.values),
                negated=condition.negated,
            )
            for condition in rule.conditions
        )


def save_options(options: AllocationOptions, rulebook: Rulebook, targets: Targets) -> None:
    options.tag_keys = list(rulebook.tag_keys)
    options.folded_tag_keys = list(rulebook.folded_tag_keys)
    options.services = list(rulebook.services)
    options.default_owner = rulebook.default_owner
    options.settlement = rulebook.settlement.method
    options.settlement_order = list(rulebook.settlement.order)
    options.unallocated_team_id = targets.teams[rulebook.unallocated_team] if rulebook.unallocated_team else None
    options.save()


def retire(rulebook: Rulebook) -> None:
    """Teams, projects and pools that the rulebook does not name take part in nothing."""
    SplitRule.objects.exclude(pool__slug__in=[pool.slug for pool in rulebook.pools]).delete()
    TeamRow.objects.exclude(slug__in=[team.slug for team in rulebook.teams]).update(is_retired=True)
    ProjectRow.objects.exclude(slug__in=[project.slug for project in rulebook.projects]).update(is_retired=True)
    PoolRow.objects.exclude(slug__in=[pool.slug for pool in rulebook.pools]).update(is_retired=True)


def dates(span: Span) -> dict[str, object]:
    return {"valid_from": span.start, "valid_until": span.until}
