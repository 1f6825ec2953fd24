"""The mapping rules in the order in which they are tried, each with what it matched and what is odd about it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from allocation.models import MappingRule

from .models import BillingPeriod
from .rule_reviews import Matched, Reviewed, reviewed


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in words. `until` is the first day on which it no longer counts; `state` is in force, ended or to come.

    `matched` is None while nobody has counted it.
    """

    pk: int
    place: int
    name: str
    when: str
    kind: str
    target: str
    start: dt.date | None
    until: dt.date | None
    state: str
    note: str
    matched: Matched | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleList:
    """All rules; what is odd elsewhere in the rulebook as (place, sentence). `counted_at` is None while not counted."""

    rules: tuple[RuleRow, ...]
    problems: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...]
    month: dt.date
    currency: str
    currencies: tuple[str, ...]
    counted_at: dt.datetime | None


def rule_list(month: dt.date, currency: str, today: dt.date, now: dt.datetime, wait: bool) -> RuleList:
    """The rules as they are now, with the money of `month` in `currency` or else in that of the largest bill."""
    found = reviewed(month, now, wait)
    currencies = currencies_of(month)
    chosen = currency if currency in currencies else next(iter(currencies), "")
    money = found.money.get(chosen, {}) if found else {}
    rows = MappingRule.objects.select_related("project", "team", "pool").prefetch_related("conditions")
    names = {row.name for row in rows}
    findings = findings_by_rule(found, names)
    return RuleList(
        rules=tuple(rule_row(place, row, today, money, findings) for place, row in enumerate(rows, start=1)),
        problems=found.problems if found else (),
        elsewhere=tuple(findings.get("", ())),
        month=month,
        currency=chosen,
        currencies=tuple(currencies),
        counted_at=found.made_at if found else None,
    )


def currencies_of(month: dt.date) -> list[str]:
    """Those with a run, that of the largest bill first."""
    periods = BillingPeriod.objects.filter(month=month).exclude(current_run=None)
    return list(periods.order_by("-current_run__control_total", "currency").values_list("currency", flat=True))


def rule_row(
    place: int,
    row: MappingRule,
    today: dt.date,
    money: Mapping[str, Matched],
    findings: Mapping[str, list[tuple[str, str]]],
) -> RuleRow:
    kind = next(kind for kind in ("team", "project", "pool") if getattr(row, f"{kind}_id"))
    return RuleRow(
        pk=row.pk,
        place=place,
        name=row.name,
        when="; ".join(map(str, row.conditions.all())) or "everything",
        kind=kind,
        target=getattr(row, kind).name,
        start=row.valid_from,
        until=row.valid_until,
        state=state_of(row, today),
        note=row.note,
        matched=money.get(row.name),
        findings=tuple(text for _, text in findings.get(row.name, ())),
    )


def state_of(row: MappingRule, today: dt.date) -> str:
    if row.valid_until and row.valid_until <= today:
        return "ended"
    return "to come" if row.valid_from and row.valid_from > today else "in force"


def findings_by_rule(found: Reviewed | None, names: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Findings by the name of their rule; those of other parts under no name."""
    by_rule: dict[str, list[tuple[str, str]]] = {}
    for place, text in found.findings if found else ():
        by_rule.setdefault(rule_at(place, names), []).append((place, text))
    return by_rule


def rule_at(place: str, names: set[str]) -> str:
    """The rule that a place in the rulebook is in: the longest that fits, as names may hold dots; else none."""
    section, _, path = place.partition(".")
    if section != "rules":
        return ""
    fitting = [name for name in names if path == name or path.startswith(f"{name}.")]
    return max(fitting, key=len, default="")
