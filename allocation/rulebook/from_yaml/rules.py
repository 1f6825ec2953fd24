"""`rules:` of the file -> mapping rules with their conditions, in the order of the file."""

from collections.abc import Iterator

from allocation.engine.rulebook import Condition, Kind, Operator, Rule, Target
from allocation.rulebook.conditions import problem_of_dimension, problems_of_values

from .entries import Entry, span_of
from .names import LONGEST_NAME, Names
from .teams import optional_text

LONGEST_VALUE, LONGEST_DIMENSION, LONGEST_NOTE = 256, 140, 10_000
OPERATORS = {
    "in": Operator.IS,
    "prefix": Operator.PREFIX,
    "suffix": Operator.SUFFIX,
    "contains": Operator.CONTAINS,
    "regex": Operator.REGEX,
}
TRUTH = {"true": True, "yes": True, "false": False, "no": False}
NOBODY = Target(Kind.TEAM, "")


def rules_from(entry: Entry, names: Names) -> tuple[Rule, ...]:
    if isinstance(entry.value, (dict, str)):
        entry.refuse("write a list; each rule begins with '- name:'")
        return ()
    found = (rule_from(named(item, entry), names) for item in entry.items())
    return tuple(rule for rule in found if rule.name)


def named(item: Entry, rules: Entry) -> Entry:
    """The rule's entry, its path by the rule's name where it has one."""
    name = item.value.get("name") if isinstance(item.value, dict) else None
    return rules.below(name, item.value) if isinstance(name, str) else item


def rule_from(entry: Entry, names: Names) -> Rule:
    keys = entry.known("name", "when", "project", "team", "pool", "from", "until", "note")
    name = optional_text(keys, "name", LONGEST_NAME)
    if not name:
        entry.refuse("write name: with a text that is shown where the rule explains an amount")
    if "when" not in keys:
        entry.refuse("write when: with conditions, or when: {} for a rule that matches everything")
    conditions = tuple(conditions_from(keys["when"])) if "when" in keys else ()
    target = target_from(entry, keys, names)
    return Rule(name, conditions, target, span_of(entry, keys), optional_text(keys, "note", LONGEST_NOTE))


def target_from(entry: Entry, keys: dict[str, Entry], names: Names) -> Target:
    """Where matched cost goes: exactly one of project, team and pool."""
    given = [kind for kind in (Kind.PROJECT, Kind.TEAM, Kind.POOL) if kind in keys]
    if len(given) != 1:
        entry.refuse("write exactly one of project:, team: and pool:, where the matched cost goes")
        return NOBODY
    return Target(given[0], names.find(given[0], keys[given[0]]))


def conditions_from(when: Entry) -> Iterator[Condition]:
    """All conditions; a list of mappings serves where a dimension has several conditions."""
    parts = when.items() if isinstance(when.value, list) else [when]
    if when.value is None:
        when.refuse("write conditions, or {} for a rule that matches everything")
    for part in parts:
        for dimension, test in part.entries().items():
            if problem := problem_of_dimension(test.key(dimension).text(LONGEST_DIMENSION)):
                test.refuse(problem)
            yield from conditions_on(dimension, test, negated=False)


def conditions_on(dimension: str, test: Entry, negated: bool) -> Iterator[Condition]:
    """The conditions on one dimension: a text or list (any of), or a mapping of which every key must hold."""
    if not isinstance(test.value, dict):
        yield condition(dimension, Operator.IS, test, negated)
        return
    if not test.value:
        test.refuse("write a value, a list of values or an operator such as {prefix: ...}")
    for key, operand in test.known(*OPERATORS, "not", "absent").items():
        if key == "absent":
            yield Condition(dimension, Operator.ABSENT, (), truth(operand) is negated)
        elif key != "not":
            yield condition(dimension, OPERATORS[key], operand, negated)
        elif negated:
            operand.refuse("`not` inside `not`; leave both away")
        elif isinstance(operand.value, dict) and len(operand.value) > 1:
            operand.refuse("`not` of several operators; write a `not` in its own item of a list under when:")
        else:
            yield from conditions_on(dimension, operand, negated=True)


def condition(dimension: str, operator: Operator, entry: Entry, negated: bool) -> Condition:
    values = () if isinstance(entry.value, dict) else entry.texts(LONGEST_VALUE)
    if isinstance(entry.value, dict):
        entry.refuse("write a value or a list of values")
    elif all(values):
        for problem in problems_of_values(operator, values):
            entry.refuse(problem)
    return Condition(dimension, operator, values, negated)


def truth(entry: Entry) -> bool:
    text = entry.text(10).lower()
    if text not in TRUTH:
        entry.refuse("write true (there is no value) or false (there is one)")
    return TRUTH.get(text, True)
