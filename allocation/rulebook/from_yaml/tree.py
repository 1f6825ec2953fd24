"""YAML text -> mappings, lists and texts.

No scalar is interpreted: `NO` stays a team, 0123 stays an account and 0.1 stays exactly 0.1, whatever YAML 1.1 says.
"""

import re
from typing import Any

import yaml

from allocation.engine.rulebook import RulebookError

Tree = dict[str, Any] | list[Any] | str | None

LARGEST_FILE = 1_000_000
DEEPEST_NESTING = 20
NULLS = {"", "~", "null", "Null", "NULL"}


class RefusedLoader(yaml.SafeLoader):
    """Composes nodes; refuses aliases (a few lines of them can stand for billions of values) and deep nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise self.refusal("aliases (*name) are not understood; write the value out")
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise self.refusal(f"more than {DEEPEST_NESTING} levels of nesting; a rulebook needs five")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def refusal(self, sentence: str) -> yaml.MarkedYAMLError:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        return yaml.MarkedYAMLError(problem=sentence, problem_mark=event.start_mark)


def tree_from_yaml(text: str) -> Tree:
    """The file's content with every scalar as the text that was written, and None for nothing or `null`.

    Raises RulebookError naming the line for what is not YAML, too large, or holds a key twice.
    """
    if len(text) > LARGEST_FILE:
        raise RulebookError((f"the file has more than {LARGEST_FILE:,} characters; a rulebook is far smaller.",))
    try:
        node = yaml.compose(text, Loader=RefusedLoader)
    except yaml.MarkedYAMLError as error:
        raise RulebookError((sentence(error),)) from None
    except yaml.reader.ReaderError as error:
        place = text.count("\n", 0, int(error.position)) + 1
        raise RulebookError((f"line {place}: a character that cannot be printed; remove it.",)) from None
    problems: list[str] = []
    tree = plain(node, problems)
    if problems:
        raise RulebookError(tuple(problems))
    return tree


def sentence(error: yaml.MarkedYAMLError) -> str:
    """What is wrong in which line, in one line."""
    mark = error.problem_mark or error.context_mark
    place = f"line {mark.line + 1}: " if mark else ""
    problem = re.sub(r"\s+", " ", error.problem or error.context or "this is not YAML")
    advice = "; indent with spaces, not tabs" if r"'\t'" in problem else ""
    return f"{place}{problem}{advice}."


def plain(node: yaml.Node | None, problems: list[str]) -> Tree:
    """The node as a plain value; keys that stand twice are problems."""
    match node:
        case yaml.ScalarNode():
            return None if node.style is None and node.value in NULLS else node.value
        case yaml.SequenceNode():
            return [plain(item, problems) for item in node.value]
        case yaml.MappingNode():
            return mapping(node, problems)
    return None


def mapping(node: yaml.MappingNode, problems: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            problems.append(f"line {line}: a key must be a text, not a list or mapping.")
        elif key.value in values:
            problems.append(f"line {line}: the key {key.value!r} stands twice; YAML would forget the first.")
        else:
            values[key.value] = plain(value, problems)
    return values
