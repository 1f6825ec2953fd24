"""Rules that describe some of the same cost and send it to different targets, so that only their order decides.

A rule before a more general one is how exceptions are written, and no finding. A finding is a rule of which an earlier
one that is not narrower takes something: surely, as both have conditions on the same dimensions that one value can
satisfy, or because it took money in the month.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from .conditions import holding, whole_and_globs
from .findings import Finding
from .matched import RuleMoney
from .money import from_cents, to_cents
from .rulebook import Condition, Operator, Rule, Rulebook, Span
from .shadows import narrower, shadows

MOST_NAMES = 3
TEXTS = (Operator.PREFIX, Operator.SUFFIX, Operator.CONTAINS)  # their values satisfy them themselves

Taken = dict[str, list[str]]  # what each earlier rule took, as written


def overlap_findings(rulebook: Rulebook, month: dt.date, money: Mapping[str, Sequence[RuleMoney]]) -> Iterator[Finding]:
    taken = taken_by_rule(month, money)
    for place, rule in enumerate(rulebook.rules):
        before = rulebook.rules[:place]
        mine = taken.get(rule.name, {})
        found = [one for one in before if (one.name in mine or surely_meet(one, rule)) and contend(one, rule)]
        if found and not any(shadows(one, rule) for one in before):
            found.sort(key=lambda one: one.name not in mine)
            yield Finding(f"rules.{rule.name}", sentence(found, mine))


def taken_by_rule(month: dt.date, money: Mapping[str, Sequence[RuleMoney]]) -> dict[str, Taken]:
    """For each rule what each earlier one took of it, in words."""
    taken: dict[str, Taken] = {}
    for currency, rules in money.items():
        for rule in rules:
            for earlier, amount in rule.takers.items():
                text = f"took {from_cents(to_cents(amount)):,.2f} {currency} in {month:%Y-%m}"
                taken.setdefault(rule.rule, {}).setdefault(earlier, []).append(text)
    return taken


def sentence(rules: Sequence[Rule], taken: Taken) -> str:
    named = [f"{one.name} ({'; '.join([f'to {one.target}', *taken.get(one.name, [])])})" for one in rules[:MOST_NAMES]]
    more = [f"{len(rules) - MOST_NAMES} more"] if len(rules) > MOST_NAMES else []
    *first, last = [*named, *more]
    names = f"{', '.join(first)} and {last}" if first else last
    return (
        f"describes some of the same cost as {names}, tried before it, so that only the order decides; "
        "narrow one of them if that is not meant."
    )


def contend(earlier: Rule, later: Rule) -> bool:
    """True unless both send cost to the same target, or the earlier one is an exception of the later."""
    exception = narrower(earlier, later) and not narrower(later, earlier)
    return earlier.target != later.target and not exception and share_a_day(earlier.span, later.span)


def share_a_day(one: Span, other: Span) -> bool:
    starts = [span.start for span in (one, other) if span.start]
    ends = [span.until for span in (one, other) if span.until]
    return not starts or not ends or max(starts) < min(ends)


def surely_meet(one: Rule, other: Rule) -> bool:
    """True when both have conditions on the same dimensions, and on each of them one value that satisfies all."""
    dimensions = {condition.dimension for condition in one.conditions}
    if dimensions != {condition.dimension for condition in other.conditions}:
        return False
    return all(
        has_witness([condition for condition in (*one.conditions, *other.conditions) if condition.dimension == name])
        for name in dimensions
    )


def has_witness(conditions: Sequence[Condition]) -> bool:
    """True when one of the values that the conditions name satisfies all of them."""
    values = {value for condition in conditions for value in named_values(condition)}
    return any(all(holding(condition, [value])[0] for condition in conditions) for value in values)


def named_values(condition: Condition) -> Sequence[str]:
    """Some values that the condition describes, before it is turned round."""
    match condition.operator:
        case Operator.ABSENT:
            return ("",)
        case Operator.IS:
            whole, globs = whole_and_globs(condition)
            return [*whole, *(glob.replace("*", "") for glob in globs)]
    return condition.values if condition.operator in TEXTS else ()
