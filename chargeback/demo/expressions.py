"""The Filter of a request -> a predicate on a ledger's series."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .dimensions import DIMENSIONS, is_supported
from .errors import CostExplorerError, invalid
from .series import Mask, View

Predicate = Callable[[View], Mask]

ROOTS = ("And", "Or", "Not", "Dimensions", "Tags", "CostCategories", "ProductAttributes")


def predicate(expression: object) -> Predicate:
    """What `expression` asks of the series. Raises CostExplorerError as AWS would."""
    if expression is None:
        return View.all
    root, body = _only_root(expression)
    return _READERS[root](body)


def names_attributes(expression: object) -> bool:
    """Whether the expression asks for product attributes anywhere."""
    return any(root == "ProductAttributes" for root, _, _ in _leaves(expression))


def check_services(expression: object) -> None:
    """Beside product attributes a filter by SERVICE must hold for the whole request and name supported services."""
    for root, body, negated in _leaves(expression):
        if root != "Dimensions" or body.get("Key") != "SERVICE":
            continue
        if negated:
            raise invalid("A SERVICE filter inside Not is not supported together with product attributes.")
        if not all(map(is_supported, body.get("Values") or ())):
            raise invalid("SERVICE filter must contain only services that support product attributes.")


def _leaves(expression: object, negated: bool = False) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Each condition of an expression that was read before, and whether it stands inside a Not."""
    for root, body in expression.items() if isinstance(expression, Mapping) else ():
        if root in {"And", "Or"}:
            for part in body or ():
                yield from _leaves(part, negated)
        elif root == "Not":
            yield from _leaves(body, True)
        elif isinstance(body, Mapping):
            yield root, body, negated


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
    first, *rest = _operands("And", body)

    def matches(view: View) -> Mask:
        mask = first(view)
        for part in rest:
            mask = mask & part(view)
        return mask

    return matches


def _or(body: Any) -> Predicate:
    first, *rest = _operands("Or", body)

    def matches(view: View) -> Mask:
        mask = first(view)
        for part in rest:
            mask = mask | part(view)
        return mask

    return matches


def _not(body: Any) -> Predicate:
    part = predicate(body)
    return lambda view: ~part(view)


def _dimensions(body: Any) -> Predicate:
    key, values = body.get("Key"), frozenset(body.get("Values") or ())
    if key not in DIMENSIONS:
        raise invalid(f"Dimension {key} is not allowed.")
    _check_match_options(body, ("EQUALS", "CASE_SENSITIVE"))
    if not values:
        raise invalid(f"Dimension {key} must have at least one value.")
    return lambda view: view.among(("DIMENSION", key), values)


def _keyed(kind: str, name: str) -> Callable[[Any], Predicate]:
    """Reads a condition on tags and their like, which have keys that people choose."""

    def read(body: Any) -> Predicate:
        if not (key := body.get("Key")):
            raise invalid(f"{name} expression must have a key.")
        wanted = _values_or_absent(body)
        return lambda view: view.among((kind, key), wanted)

    return read


def _attributes(body: Any) -> Predicate:
    """Unlike a tag, an attribute without values must say that ABSENT is meant; and it is asked of few services."""
    if not body.get("Values") and "ABSENT" not in (body.get("MatchOptions") or ()):
        raise invalid("Product attribute expression must have at least one value unless its match option is ABSENT.")
    asked = _keyed("PRODUCT_ATTRIBUTE", "Product attribute")(body)
    return lambda view: asked(view) & view.supported()


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
    "Tags": _keyed("TAG", "Tag"),
    "CostCategories": _keyed("COST_CATEGORY", "Cost category"),
    "ProductAttributes": _attributes,
}
