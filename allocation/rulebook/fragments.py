"""One entry of a rulebook as the YAML that stands for it in the file."""

from typing import Any

import yaml

from allocation.engine.rulebook import Driver, Pool, Project, Reading, Rule, Team

from .to_yaml import Writer, decimal_text, pool_tree, project_tree, rule_tree, target_text, team_tree

Entry = Team | Project | Pool | Rule | Driver | Reading


def entry_as_yaml(entry: Entry) -> str:
    """The entry's lines, without its own name for all but rules."""
    text: str = yaml.dump(tree(entry), Dumper=Lined, sort_keys=False, allow_unicode=True, width=100)
    return text.strip()


class Lined(Writer):
    """Each key on a line of its own: two versions are read side by side."""

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        return yaml.SafeDumper.represent_mapping(self, tag, mapping, False)


def tree(entry: Entry) -> Any:
    match entry:
        case Team():
            return team_tree(entry)
        case Project():
            return project_tree(entry)
        case Pool():
            return pool_tree(entry)
        case Rule():
            return rule_tree(entry)
        case Reading():
            return {target_text(entry.target): decimal_text(entry.value)}
    return {"name": entry.name, "unit": entry.unit}
