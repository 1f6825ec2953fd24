"""A month's run.

records  ->  inputs.read_both        series, records, control totals of one currency, billed and effective
rows     ->  allocation.rulebook     the rulebook as one frozen value
both     ->  allocation.engine       assignments, shares, charges
         ->  lines.statement_lines   the charges by line and day, and cents
         ->  proof.prove             refuses what does not add up
         ->  results.write_results   one transaction; the period's current run changes last
         ->  day_sums                sums by day for pages, in the same transaction
         ->  cube_making, cube_rows  cost by all dimensions, for exploring it; likewise
other    ->  the same               where costs in the other basis differ, a second cube of them
"""

import datetime as dt
import json
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.engine.allocate import allocate
from allocation.engine.allocation import Allocation, Reason
from allocation.engine.money import from_units
from allocation.engine.rulebook import Rulebook, fingerprint_of
from allocation.rulebook import load_rulebook
from chargeback.clock import next_month
from chargeback.collecting import collecting_later
from chargeback.costs.models import DailyControl
from chargeback.costs.store import hold_costs

from .checksums import checksum
from .cube_making import cube_of
from .cube_rows import write_cubes
from .day_sums import write_day_sums
from .inputs import Inputs, read_both
from .lines import Lines, statement_lines
from .models import BillingPeriod, Run
from .partitions import hold_keyed
from .proof import prove
from .results import read_ids, write_results

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class RunRefusedError(Exception):
    """The month cannot be run; the message says why and what to do. Nothing was changed."""


def run_month(month: dt.date, now: dt.datetime, user: "User | None" = None) -> list[Run]:
    """Runs every currency of the month. Raises RunRefusedError when no costs are stored for it."""
    currencies = month_currencies(month)
    if not currencies:
        raise RunRefusedError(
            f"No costs are stored for {month:%Y-%m}. Pull them first: "
            f"manage.py pull_costs --source SLUG --start {month} --end {next_month(month)}."
        )
    return [run_period(month, currency, now, user) for currency in currencies]


def month_currencies(month: dt.date) -> list[str]:
    controls = DailyControl.objects.filter(day__gte=month, day__lt=next_month(month))
    return sorted(controls.values_list("currency", flat=True).distinct())


@collecting_later()
@transaction.atomic
def run_period(month: dt.date, currency: str, now: dt.datetime, user: "User | None" = None) -> Run:
    """The period's current run after this call is proved and made from today's records and rulebook.

    When nothing has changed since the current run, that run is returned and nothing is written. Raises RunRefusedError
    for a closed period, ProofFailedError when sums do not agree; both leave the old run in place.
    """
    period = lock_period(month, currency)
    hold_sources(month, currency)
    inputs, other = read_both(month, currency, period.basis)
    rulebook = load_rulebook()
    current = period.current_run
    if current and is_same(current, inputs, rulebook.fingerprint(), period.basis) and is_other(current, other):
        return current
    run = proved_run(period, inputs, rulebook, now, user, other)
    period.current_run = run
    period.save(update_fields=["current_run"])
    return run


def proved_run(
    period: BillingPeriod,
    inputs: Inputs,
    rulebook: Rulebook,
    now: dt.datetime,
    user: "User | None" = None,
    other: Inputs | None = None,
) -> Run:
    """A new run of the period with all its results. The period does not show it yet. Raises ProofFailedError.

    With `other`, the costs in the other basis, it can be explored in both: by itself, or by a second cube.
    """
    allocation, lines = allocated(rulebook, inputs)
    hold_keyed()
    run = record_run(period, inputs, rulebook, lines, now, user, other.fingerprint if other else "")
    write_results(run, rulebook, inputs, allocation, lines)
    ids = read_ids()
    write_day_sums(run, ids, allocation.charges)
    write_cubes(run, ids.teams, cube_of(inputs.series, inputs.costs, allocation, lines))
    if other and other.fingerprint != inputs.fingerprint:
        cube = cube_of(other.series, other.costs, *allocated(rulebook, other))
        write_cubes(run, ids.teams, cube, is_other_basis=True)
    return run


def allocated(rulebook: Rulebook, inputs: Inputs) -> tuple[Allocation, Lines]:
    """Who pays, and the lines of it, proved. Raises ProofFailedError."""
    allocation = allocate(rulebook, inputs.series, inputs.costs)
    lines = statement_lines(allocation.charges)
    prove(inputs.costs, inputs.controls, allocation.shares, lines)
    return allocation, lines


def lock_period(month: dt.date, currency: str) -> BillingPeriod:
    """The period, made when it is new, locked until the transaction ends. Raises RunRefusedError when it is closed."""
    BillingPeriod.objects.get_or_create(month=month, currency=currency)
    period = BillingPeriod.objects.select_for_update().get(month=month, currency=currency)
    if period.state == BillingPeriod.State.CLOSED:
        raise RunRefusedError(f"{period} is closed; its numbers do not change. Later changes become adjustments.")
    return period


def hold_sources(month: dt.date, currency: str) -> None:
    """No pull of the month's sources is stored while the run reads: it would see half of one and half of another."""
    days = DailyControl.objects.filter(day__gte=month, day__lt=next_month(month), currency=currency)
    for source in sorted(set(days.values_list("source_id", flat=True))):
        hold_costs(source)


def is_same(run: Run, inputs: Inputs, fingerprint: str, basis: str) -> bool:
    """True when a new run would be made from exactly what `run` was made from."""
    made_from = (run.inputs_fingerprint, run.rulebook_fingerprint, run.basis, run.is_estimated)
    return made_from == (inputs.fingerprint, fingerprint, basis, inputs.is_estimated)


def is_other(run: Run, other: Inputs) -> bool:
    """True when the run knows the other basis as it is now. One from before that was kept does not."""
    return run.other_fingerprint == other.fingerprint


def record_run(
    period: BillingPeriod,
    inputs: Inputs,
    rulebook: Rulebook,
    lines: Lines,
    now: dt.datetime,
    user: "User | None",
    other_fingerprint: str,
) -> Run:
    with_teams, unallocated, rounding = sums(lines)
    document = rulebook.as_json()
    run = Run.objects.create(
        period=period,
        basis=period.basis,
        rulebook=json.loads(document),
        rulebook_fingerprint=fingerprint_of(document),
        inputs_fingerprint=inputs.fingerprint,
        other_fingerprint=other_fingerprint,
        checksum=checksum(lines),
        control_total=from_units(sum(inputs.controls.values())),
        allocated=from_units(with_teams),
        unallocated=from_units(unallocated),
        rounding=from_units(rounding),
        is_estimated=inputs.is_estimated,
        created_at=now,
        created_by=user,
    )
    run.pulls.set(inputs.pulls)
    return run


def sums(lines: Lines) -> tuple[int, int, int]:
    """With teams, with nobody, and the provider's own rounding, in 10^-10."""
    by_payer = [0] * len(lines.payers)
    for payer, amount in zip(lines.payer.tolist(), lines.amount.tolist(), strict=True):
        by_payer[payer] += amount
    amounts = list(zip(lines.payers, by_payer, strict=True))
    allocated = sum(amount for payer, amount in amounts if payer.team)
    rounding = sum(amount for payer, amount in amounts if payer.reason is Reason.ROUNDING)
    return allocated, sum(by_payer) - allocated - rounding, rounding
