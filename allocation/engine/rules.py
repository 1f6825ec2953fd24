"""Which rule, tag or reason claims each series. Rules are tried once per distinct series, never per record.

The first that applies claims the series:
1. the provider's own rounding line belongs to nobody;
2. a service that the rulebook does not list is not in scope;
3. the first mapping rule valid that day of which all conditions hold;
4. the project tag: the first key of the rulebook present on the series names the project;
5. nothing: no tag, or no rule when the rulebook names no tag key.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .allocation import Reason
from .columns import Columns
from .costs import TAG
from .matching import rows_of
from .rulebook import Condition, Kind, Operator, Rulebook, Target
from .spans import Days

Codes = NDArray[np.int32]

ROUNDING = ("(rounding)", "Rounding")


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims a series: a rule or tag in the words of Assignment.rule, with its target, or nobody for a reason."""

    rule: str = ""
    target: Target | None = None
    reason: Reason = Reason.NONE


def claims_of(rulebook: Rulebook, columns: Columns, spans: Sequence[Days]) -> tuple[list[Claim], list[Codes]]:
    """All claims there are, and for each span the index of the claim on each series."""
    claims = [Claim(rule.name, rule.target) for rule in rulebook.rules]
    otherwise = unruled(rulebook, columns, claims)
    codes = [otherwise.copy() for _ in spans]
    for number, rule in reversed(list(enumerate(rulebook.rules))):  # the first that holds writes last
        rows = rows_of(rule.conditions, columns)
        for span_codes, days in zip(codes, spans, strict=True):
            if rule.span.holds(days.date):
                span_codes[rows] = number
    outside = out_of_reach(rulebook, columns, claims)
    for span_codes in codes:
        np.copyto(span_codes, outside, where=outside >= 0)
    return claims, codes


def out_of_reach(rulebook: Rulebook, columns: Columns, claims: list[Claim]) -> Codes:
    """The claim on series that no rule may touch: rounding lines and services out of scope; -1 for the others."""
    codes = np.full(len(columns), -1, np.int32)
    if rulebook.services:
        unlisted = Condition("service", Operator.IS, rulebook.services, negated=True)
        codes[rows_of([unlisted], columns)] = add(claims, Claim(reason=Reason.NOT_IN_SCOPE))
    if ROUNDING[0] in columns["service"].index:
        rounding = [
            Condition("service", Operator.IS, ROUNDING[:1]),
            Condition("record_type", Operator.IS, ROUNDING[1:]),
        ]
        codes[rows_of(rounding, columns)] = add(claims, Claim(reason=Reason.ROUNDING))
    return codes


def unruled(rulebook: Rulebook, columns: Columns, claims: list[Claim]) -> Codes:
    """The claim on each series when no rule holds: by its project tag, or nobody's."""
    missing = Reason.NO_TAG if rulebook.tag_keys else Reason.NO_RULE
    codes = np.full(len(columns), add(claims, Claim(reason=missing)), np.int32)
    for key in reversed(rulebook.tag_keys):
        tags = columns[TAG + key]
        claim_of_value = tag_claims(rulebook, key, tags.values, claims)
        codes = np.where(claim_of_value[tags.codes] >= 0, claim_of_value[tags.codes], codes)
    return codes


def tag_claims(rulebook: Rulebook, key: str, values: Sequence[str], claims: list[Claim]) -> Codes:
    """For each value of the tag the claim of its project or of an unknown value; -1 for the absent tag."""
    folds = key in rulebook.folded_tag_keys
    projects = {folded(tag, folds): project.slug for project in rulebook.projects for tag in project.tags}
    codes = np.full(len(values), -1, np.int32)
    for position, value in enumerate(values):
        if value:
            slug = projects.get(folded(value, folds))
            target, reason = (Target(Kind.PROJECT, slug), Reason.NONE) if slug else (None, Reason.UNKNOWN_VALUE)
            codes[position] = add(claims, Claim(f"tag {key}={value}", target, reason))
    return codes


def folded(value: str, folds: bool) -> str:
    """The tag value as it is compared: as written, or without outer spaces and case."""
    return value.strip().casefold() if folds else value


def add(claims: list[Claim], claim: Claim) -> int:
    """The index of the claim, now last in the list."""
    claims.append(claim)
    return len(claims) - 1
