"""Rules that can never match, because an earlier rule takes everything they describe."""

from collections.abc import Iterator

from .conditions import described, holding
from .findings import Finding
from .rulebook import Condition, Operator, Rule, Rulebook, Span
from .services import billed_names


def shadow_findings(rulebook: Rulebook) -> Iterator[Finding]:
    for place, rule in enumerate(rulebook.rules):
        earlier = next((one for one in rulebook.rules[:place] if shadows(one, rule)), None)
        if earlier:
            yield Finding(
                f"rules.{rule.name}", f"never reached: {earlier.name}, which is tried before, takes all of it."
            )


def shadows(earlier: Rule, later: Rule) -> bool:
    """True when the earlier rule surely holds wherever and whenever the later one does."""
    return covers(earlier.span, later.span) and all(
        any(implies(given, wanted) for given in later.conditions) for wanted in earlier.conditions
    )


def covers(outer: Span, inner: Span) -> bool:
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends = outer.until is None or (inner.until is not None and inner.until <= outer.until)
    return starts and ends


def implies(given: Condition, wanted: Condition) -> bool:
    """True when a value that satisfies the one condition surely satisfies the other."""
    if given.dimension != wanted.dimension:
        return False
    listed = listed_values(given)
    if listed is not None:
        return all(holding(wanted, listed))
    if (given.operator, given.negated) != (wanted.operator, wanted.negated):
        return False
    if given.operator is Operator.PREFIX and not given.negated:
        return all(described(wanted, given.values))
    fewer, more = (wanted, given) if given.negated else (given, wanted)
    return set(fewer.values) <= set(more.values)


def listed_values(condition: Condition) -> tuple[str, ...] | None:
    """All values that satisfy the condition, when they can be listed."""
    if condition.operator is Operator.ABSENT and not condition.negated:
        return ("",)
    if condition.operator is not Operator.IS or condition.negated or any("*" in value for value in condition.values):
        return None
    return billed_names(condition.values) if condition.dimension == "service" else condition.values
