"""The check of the rulebook against a month's bill, kept until rules or runs change: counting a million records again
at each look would take seconds."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from allocation.engine.money import from_units
from allocation.history.version import rulebook_version
from allocation.rulebook import load_rulebook
from allocation.rulebook.review import review

from .models import Assignment, BillingPeriod, RuleReview
from .month_costs import month_costs

QUICK = 5_000  # assignments of a month that are counted while somebody waits


@dataclass(frozen=True, slots=True)
class Matched:
    """What a rule matched in a month, and what went to rules before it though it describes it too."""

    series: int
    matched: Decimal
    taken: Decimal


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is wrong or odd, as (place, sentence), and by currency what each rule matched."""

    month: dt.date
    made_at: dt.datetime
    problems: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]
    money: dict[str, dict[str, Matched]]


def reviewed(month: dt.date, now: dt.datetime, wait: bool) -> Reviewed | None:
    """The review of the rulebook and the runs as they are now. None when it is not there, would take long and nobody
    wants to `wait` for it."""
    version, runs = rulebook_version(), current_runs(month)
    stored = RuleReview.objects.filter(month=month, rulebook_version=version, runs=runs).first()
    if stored is None and (wait or is_quick(runs)):
        stored = store_review(month, now, version, runs)
    return as_value(stored) if stored else None


def current_runs(month: dt.date) -> dict[str, int]:
    periods = BillingPeriod.objects.filter(month=month).exclude(current_run=None).order_by("currency")
    return dict(periods.values_list("currency", "current_run_id"))


def is_quick(runs: dict[str, int]) -> bool:
    return Assignment.objects.filter(run__in=runs.values())[: QUICK + 1].count() <= QUICK


def store_review(month: dt.date, now: dt.datetime, version: str, runs: dict[str, int]) -> RuleReview:
    found = review(load_rulebook(), month, month_costs(month))
    values = {
        "rulebook_version": version,
        "runs": runs,
        "problems": list(found.problems),
        "findings": [[finding.place, finding.text] for finding in found.findings],
        "money": {
            currency: [[one.rule, one.series, str(one.amount), str(one.taken)] for one in rules]
            for currency, rules in found.money.items()
        },
        "made_at": now,
    }
    return RuleReview.objects.update_or_create(month=month, defaults=values)[0]


def as_value(row: RuleReview) -> Reviewed:
    money = {
        currency: {
            rule: Matched(series, from_units(int(matched)), from_units(int(taken)))
            for rule, series, matched, taken in rules
        }
        for currency, rules in row.money.items()
    }
    findings = tuple((place, text) for place, text in row.findings)
    return Reviewed(row.month, row.made_at, tuple(row.problems), findings, money)
