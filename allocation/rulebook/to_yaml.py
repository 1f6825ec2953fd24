"""Rulebook -> the full form of its YAML, complete: reading it back gives an equal rulebook."""

import datetime as dt
import re
from fractions import Fraction
from typing import Any

import yaml

from allocation.engine.rulebook import (
    Basis,
    Condition,
    Kind,
    Method,
    Operator,
    Pool,
    Project,
    Rule,
    Rulebook,
    Span,
    Split,
    Target,
    Team,
    Tenure,
)

INLINE_WIDTH = 130


class Lines(dict[str, Any]):
    """A mapping whose entries stand on lines of their own, however short."""


class Items(list[Any]):
    """A list whose items stand on lines of their own, however short."""


class Writer(yaml.SafeDumper):
    """Writes what fits on a line on one line, and quotes texts that YAML would take for something else."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        return super().represent_mapping(tag, mapping, inline(mapping))

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        return super().represent_sequence(tag, sequence, inline(sequence))


def inline(value: object) -> bool:
    return not isinstance(value, (Lines, Items)) and len(str(value)) <= INLINE_WIDTH


def number_node(writer: yaml.SafeDumper, number: Fraction) -> yaml.ScalarNode:
    text = decimal_text(number)
    return writer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def decimal_text(number: Fraction) -> str:
    """The number in decimals, exactly. Numbers of a rulebook have at most ten (see from_yaml.entries)."""
    whole, rest = divmod(int(number * 10**10), 10**10)
    return f"{whole}.{rest:010}".rstrip("0").rstrip(".")


Writer.add_representer(Fraction, number_node)
Writer.add_representer(Lines, Writer.represent_dict)
Writer.add_representer(Items, Writer.represent_list)


def rulebook_to_yaml(rulebook: Rulebook) -> str:
    """The rulebook as text. `rulebook_from_yaml` of it is equal to the rulebook in canonical order."""
    sections = {
        "tag": list(rulebook.tag_keys),
        "any_case": list(rulebook.folded_tag_keys),
        "default_owner": rulebook.default_owner,
        "filters": {"services": list(rulebook.services)} if rulebook.services else {},
        "teams": Lines({team.slug: team_tree(team) for team in rulebook.teams}),
        "projects": Lines({project.slug: project_tree(project) for project in rulebook.projects}),
        "rules": Items([rule_tree(rule) for rule in rulebook.rules]),
        "pools": Lines({pool.slug: pool_tree(pool) for pool in rulebook.pools}),
        "drivers": Lines(drivers_tree(rulebook)),
        "settlement": filled({"method": str(rulebook.settlement.method), "order": list(rulebook.settlement.order)}),
        "unallocated": {"team": rulebook.unallocated_team} if rulebook.unallocated_team else {},
    }
    said = Lines({key: value for key, value in sections.items() if value or key == "tag"})
    text = yaml.dump(said, Dumper=Writer, sort_keys=False, allow_unicode=True, width=10_000)
    return re.sub(r"(?m)^(?=[a-z])", "\n", text).lstrip()


def filled(keys: dict[str, Any]) -> dict[str, Any]:
    """Only the keys that say something."""
    return {key: value for key, value in keys.items() if value not in ("", None, [], ())}


def span_tree(span: Span) -> dict[str, dt.date | None]:
    return {"from": span.start, "until": span.until}


def team_tree(team: Team) -> dict[str, Any]:
    name = team.name if team.name != team.slug else ""
    accounts = {"cost_centre": team.cost_centre, "gl_account": team.gl_account}
    return filled({"name": name, "owner": team.owner, **accounts, **span_tree(team.active)})


def project_tree(project: Project) -> dict[str, Any]:
    keys: dict[str, Any] = filled({"name": project.name if project.name != project.slug else ""})
    keys["team"] = tenures_tree(project.tenures)
    if project.tags != (project.slug,):
        keys["tags"] = list(project.tags)
    return keys


def tenures_tree(tenures: tuple[Tenure, ...]) -> Any:
    if len(tenures) == 1 and tenures[0].span == Span():
        return tenures[0].team
    return [filled({"team": tenure.team, **span_tree(tenure.span)}) for tenure in tenures]


def rule_tree(rule: Rule) -> dict[str, Any]:
    goal = {str(rule.target.kind): rule.target.slug}
    dated = filled({**span_tree(rule.span), "note": rule.note})
    return {"name": rule.name, "when": conditions_tree(rule.conditions), **goal, **dated}


def conditions_tree(conditions: tuple[Condition, ...]) -> Any:
    """A mapping, or a list of mappings where a dimension has several conditions."""
    trees = [{condition.dimension: condition_tree(condition)} for condition in conditions]
    if len({condition.dimension for condition in conditions}) < len(conditions):
        return trees
    return {dimension: test for tree in trees for dimension, test in tree.items()}


def condition_tree(condition: Condition) -> Any:
    if condition.operator is Operator.ABSENT:
        return {"absent": not condition.negated}
    values = condition.values[0] if len(condition.values) == 1 else list(condition.values)
    test = values if condition.operator is Operator.IS else {str(condition.operator): values}
    return {"not": test} if condition.negated else test


def pool_tree(pool: Pool) -> dict[str, Any]:
    about = filled({"name": pool.name if pool.name != pool.slug else "", "note": pool.note})
    splits = [split_tree(split) for split in pool.splits]
    return about | (splits[0] if len(splits) == 1 else {"splits": splits})


def split_tree(split: Split) -> dict[str, Any]:
    return {"method": str(split.method), "targets": shares_tree(split)} | filled(
        {
            "basis": str(split.basis) if split.basis is not Basis.DIRECT else "",
            "driver": split.driver,
            "fallback": split.fallback if split.fallback != "unallocated" else "",
            **span_tree(split.span),
        }
    )


def shares_tree(split: Split) -> Any:
    if split.to_all_teams:
        return "all"
    if split.method is Method.FIXED:
        return {target_text(share.target): share.weight for share in split.shares}
    return [target_text(share.target) for share in split.shares]


def target_text(target: Target) -> str:
    return target.slug if target.kind is Kind.TEAM else str(target)


def drivers_tree(rulebook: Rulebook) -> dict[str, Any]:
    drivers: dict[str, Any] = {
        driver.slug: filled({"name": driver.name if driver.name != driver.slug else "", "unit": driver.unit})
        for driver in rulebook.drivers
    }
    for reading in rulebook.readings:
        month = drivers[reading.driver].setdefault(f"{reading.month:%Y-%m}", {})
        month[target_text(reading.target)] = reading.value
    return drivers
