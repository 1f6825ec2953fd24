"""The rule list -> what its page shows. Pure: no request, no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from chargeback.billing.rule_list import RuleList, RuleRow

from ..help import Help
from .tables import rules_table

HELP = Help(
    "Cost is tried against these rules from the top; the first rule that holds on that day takes it. What no rule "
    "takes goes by the project tag. A change counts for a month when that month is calculated again, and never for a "
    "closed one.",
    (
        ("Matched", "What the rule, as it is today, takes of last month's bill."),
        (
            "Taken before",
            "Cost that the rule describes too, but that rules above it took. All of it: the rule does nothing.",
        ),
        ("What is odd", "What the check of the rulebook found, for example a rule that can never be reached."),
    ),
)
FILTERS = (("", "All"), ("odd", "With something odd"), ("to come", "To come"), ("ended", "Ended"))


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above the table."""

    value: str
    label: str
    count: int
    is_shown: bool


def rules_page(shown: RuleList, query: QueryDict, can_change: bool) -> dict[str, object]:
    asked = query.get("show", "")
    rules = found([rule for rule in shown.rules if fits(rule, asked)], query.get("q", ""))
    return {
        "shown": shown,
        "table": rules_table(rules, shown, query, can_change),
        "filters": filters(shown.rules, asked),
        "words": query.get("q", ""),
        "help": HELP,
        "can_change": can_change,
    }


def filters(rules: Sequence[RuleRow], asked: str) -> list[Filter]:
    counted = [
        Filter(value, label, sum(fits(rule, value) for rule in rules), value == asked) for value, label in FILTERS
    ]
    return [one for one in counted if one.count or not one.value]


def fits(rule: RuleRow, asked: str) -> bool:
    return not asked or rule.state == asked or (asked == "odd" and bool(rule.findings))


def found(rules: Sequence[RuleRow], words: str) -> list[RuleRow]:
    """The rules in which all of `words` stand."""
    wanted = words.casefold().split()
    return [rule for rule in rules if all(word in in_words(rule) for word in wanted)]


def in_words(rule: RuleRow) -> str:
    return f"{rule.name} {rule.when} {rule.kind} {rule.target} {rule.note}".casefold()
