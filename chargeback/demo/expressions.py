"""The Filter of a request -> a predicate on a ledger's series."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .dimensions import DIMENSIONS
from .errors import CostExplorerError, invalid
from .ledger import Dimensions

Predicate = Callable[[Dimensions], bool]

ROOTS = ("And", "Or", "Not", "Dimensions", "Tags", "CostCategories")


def predicate(expression: object) -> Predicate:
    """What `expression` asks of a series. Raises CostExplorerError as AWS would."""
    if expression is None:
        return lambda _: True
    root, body = _only_root(expression)
    return _READERS[root](body)


def _only_root(expression: object) -> tuple[str, Any]:
    if not isinstance(expression, Mapping):
        raise CostExplorerError("SerializationException", "Start of structure or map found where not expected.")
    roots = [root for root in ROOTS if expression.get(root) is not None]
    if len(roots) > 1:
        raise invalid(
            "Expression has more than one roots. Only one root operator is allowed for each expression: "
            + ", ".join(ROOTS)
        )
    if not roots:
        raise invalid("Expression is empty. One of " + ", ".join(ROOTS) + " is expected.")
    return roots[0], expression[roots[0]]


def _operands(name: str, body: Sequence[object]) -> list[Predicate]:
    if not isinstance(body, list) or len(body) < 2:
        raise invalid(f"{name} expression must have at least 2 operands")
    return [predicate(part) for part in body]


def _and(body: Any) -> Predicate:
    parts = _operands("And", body)
    return lambda series: all(part(series) for part in parts)


def _or(body: Any) -> Predicate:
    parts = _operands("Or", body)
    return lambda series: any(part(series) for part in parts)


def _not(body: Any) -> Predicate:
    part = predicate(body)
    return lambda series: not part(series)


def _dimensions(body: Any) -> Predicate:
    key, values = body.get("Key"), frozenset(body.get("Values") or ())
    if key not in DIMENSIONS:
        raise invalid(f"Dimension {key} is not allowed.")
    _check_match_options(body, ("EQUALS", "CASE_SENSITIVE"))
    if not values:
        raise invalid(f"Dimension {key} must have at least one value.")
    read = DIMENSIONS[key]
    return lambda series: read(series) in values


def _tags(body: Any) -> Predicate:
    key = body.get("Key")
    if not key:
        raise invalid("Tag expression must have a key.")
    wanted = _values_or_absent(body)
    return lambda series: series.tag(key) in wanted


def _cost_categories(body: Any) -> Predicate:
    """No ledger has cost categories: every cost is uncategorised."""
    uncategorised = "" in _values_or_absent(body)
    return lambda _: uncategorised


def _values_or_absent(body: Any) -> frozenset[str]:
    """The values asked for; a key without values asks for what has none, and the empty string says the same."""
    options = _check_match_options(body, ("EQUALS", "ABSENT", "CASE_SENSITIVE"))
    values = body.get("Values") or ()
    if "ABSENT" in options and values:
        raise invalid("Match option ABSENT does not take values.")
    return frozenset(values) or frozenset({""})


def _check_match_options(body: Any, allowed: tuple[str, ...]) -> Sequence[str]:
    options: Sequence[str] = body.get("MatchOptions") or ()
    for option in options:
        if option not in allowed:
            raise invalid(f"Match option {option} is not supported for this expression.")
    return options


_READERS: Mapping[str, Callable[[Any], Predicate]] = {
    "And": _and,
    "Or": _or,
    "Not": _not,
    "Dimensions": _dimensions,
    "Tags": _tags,
    "CostCategories": _cost_categories,
}
