"""A run's month under direct, step-down and reciprocal settlement, side by side; stored with the run."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from allocation.engine.compare import compare
from allocation.engine.money import from_cents, round_to_cents, to_cents

from .inputs import read_inputs
from .models import BillingPeriod, Run, SettlementComparison
from .run_rulebooks import rulebook_json_of, rulebook_of
from .stamps import current_run, names_of

RECORDS_MOVED_ON = (
    "The records of this month have changed since it was calculated. Calculate it again first, so that what is "
    "compared is what the pages show."
)


class ComparisonRefusedError(Exception):
    """The month cannot be compared; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What each team (by slug; "" is nobody) would carry under a settlement, in cents that add up to the bill."""

    method: str
    totals: Mapping[str, Decimal]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All settlements of one run. `used` is the one by which the month was calculated."""

    outcomes: tuple[Outcome, ...]
    used: str
    names: Mapping[str, str]
    made_at: dt.datetime


def stored_comparison(period: BillingPeriod) -> Comparison | None:
    """The comparison of the period's current run; None until somebody asked for it."""
    run = current_run(period)
    row = SettlementComparison.objects.filter(run=run).first()
    return as_value(run, row) if row else None


def compare_settlements(period: BillingPeriod, now: dt.datetime) -> None:
    """The comparison is stored with the period's current run. Raises ComparisonRefusedError."""
    run = current_run(period)
    inputs = read_inputs(period.month, period.currency, run.basis)
    if inputs.fingerprint != run.inputs_fingerprint:
        raise ComparisonRefusedError(RECORDS_MOVED_ON)
    found = compare(rulebook_of(run), inputs.series, inputs.costs)
    outcomes = [
        {
            "method": str(one.method),
            "totals": {team or "": str(amount) for team, amount in one.totals.items()},
            "problems": list(one.problems),
        }
        for one in found
    ]
    SettlementComparison.objects.update_or_create(run=run, defaults={"outcomes": outcomes, "made_at": now})


def as_value(run: Run, row: SettlementComparison) -> Comparison:
    names = {slug: party.name for slug, party in names_of(run).parties.items()}
    outcomes = tuple(
        Outcome(
            one["method"],
            in_cents({team: int(amount) for team, amount in one["totals"].items()}),
            tuple(one["problems"]),
        )
        for one in row.outcomes
    )
    return Comparison(outcomes, rulebook_json_of(run)["settlement"]["method"], names, row.made_at)


def in_cents(amounts: Mapping[str, int]) -> dict[str, Decimal]:
    """Amounts in 10^-10 as cents that add up to the cents of their sum."""
    keys = sorted(amounts)
    cents = round_to_cents([amounts[key] for key in keys], to_cents(sum(amounts.values())))
    return {key: from_cents(part) for key, part in zip(keys, cents, strict=True)}
