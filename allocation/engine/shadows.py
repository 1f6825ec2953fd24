"""Rules that can never match: an earlier rule takes everything they describe, or they describe nothing."""

from collections.abc import Iterator, Sequence

from .conditions import holding, looked_up, whole_and_globs
from .findings import Finding
from .patterns import glob
from .rulebook import Condition, Operator, Rule, Rulebook, Span
from .services import billed_names


def shadow_findings(rulebook: Rulebook) -> Iterator[Finding]:
    scope = [Condition("service", Operator.IS, rulebook.services)] if rulebook.services else []
    for place, rule in enumerate(rulebook.rules):
        earlier = next((one for one in rulebook.rules[:place] if shadows(one, rule)), None)
        empty = nothing_satisfies(rule.conditions)
        if earlier:
            text = f"{earlier.name}, which is tried before, takes all of it."
        elif empty:
            text = f"no value of {empty} satisfies all its conditions."
        elif nothing_satisfies([*rule.conditions, *scope]):
            text = "its services are not among those of filters, so that none is in scope."
        else:
            continue
        yield Finding(f"rules.{rule.name}", f"never reached: {text}")


def nothing_satisfies(conditions: Sequence[Condition]) -> str:
    """A dimension of which surely no value satisfies all the conditions on it, or ""."""
    for condition in conditions:
        listed = listed_values(condition)
        same = [other for other in conditions if other.dimension == condition.dimension]
        if listed is not None and not any(all(holding(other, [value])[0] for other in same) for value in listed):
            return condition.dimension
    return ""


def shadows(earlier: Rule, later: Rule) -> bool:
    """True when the earlier rule surely holds wherever and whenever the later one does."""
    return covers(earlier.span, later.span) and narrower(later, earlier)


def narrower(one: Rule, other: Rule) -> bool:
    """True when the other rule surely describes all that the one describes, whatever the day."""
    return all(any(implies(given, wanted) for given in one.conditions) for wanted in other.conditions)


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
    if wanted.operator is Operator.ABSENT and wanted.negated and not given.negated:
        return True  # what can be absent has been listed
    lookup = None if given.negated or wanted.negated else looked_up(given)
    if lookup and all(begun(wanted, beginning) for beginning in lookup.beginnings):
        return all(holding(wanted, lookup.values))
    if (given.operator, given.negated) != (wanted.operator, wanted.negated):
        return False
    fewer, more = (wanted, given) if given.negated else (given, wanted)
    return set(fewer.values) <= set(more.values)


def begun(wanted: Condition, beginning: str) -> bool:
    """True when the condition, not turned round, surely holds for every value that begins so."""
    match wanted.operator:
        case Operator.PREFIX:
            return beginning.startswith(wanted.values)
        case Operator.CONTAINS:
            return any(value in beginning for value in wanted.values)
        case Operator.IS:
            return any(one.endswith("*") and glob(one)(beginning) for one in whole_and_globs(wanted)[1])
    return False


def listed_values(condition: Condition) -> tuple[str, ...] | None:
    """All values that satisfy the condition, when they can be listed."""
    if condition.operator is Operator.ABSENT and not condition.negated:
        return ("",)
    if condition.operator is not Operator.IS or condition.negated or any("*" in value for value in condition.values):
        return None
    return billed_names(condition.values) if condition.dimension == "service" else condition.values
