"""A closed month against what it would be today; the difference becomes proposed adjustments.

pulls, rulebook   ->  seen                 nothing new: done, without reading a record
records           ->  inputs.read_inputs
both rulebooks    ->  causes.parts         in cents, per line and cause
                  ->  runs.proved_run      kept beside the run that was billed; pages go on showing that one
                  ->  Comparison, Adjustment, AdjustmentLine
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from allocation.engine.allocate import allocate
from allocation.engine.money import from_cents
from allocation.engine.rulebook import Rulebook
from allocation.models import Team
from allocation.rulebook import load_rulebook, rulebook_from_json
from chargeback.billing.inputs import Inputs, read_inputs
from chargeback.billing.lines import Lines, statement_lines
from chargeback.billing.models import BillingPeriod, Run, StatementLine
from chargeback.billing.runs import hold_sources, proved_run
from chargeback.billing.stamps import Names, names_of
from chargeback.clock import next_month
from chargeback.costs.models import DailyControl

from .causes import Cents, LineKey, added, parts
from .models import Adjustment, AdjustmentLine, Closing, Comparison
from .posting import next_open_period
from .states import held_period

NO_CHANGE: list[tuple[str, Cents]] = []


@dataclass(frozen=True, slots=True)
class Known:
    """A closed period as last known: its last close, and the run that shows all that was adjusted since."""

    closing: Closing
    run: Run
    seen: str


@transaction.atomic
def compare(pk: int, now: dt.datetime) -> Comparison | None:
    """The period's adjustments lead to what it would be today, to the cent. None when nothing is new or it is open.

    Raises RulebookError and ProofFailedError; then nothing was written.
    """
    period = held_period(pk)
    if period.state != BillingPeriod.State.CLOSED or not (known := last_known(period)):
        return None
    hold_sources(period.month, period.currency)
    rulebook = load_rulebook()
    seen = seen_mark(period, rulebook.fingerprint())
    if seen == known.seen:
        return None
    inputs = read_inputs(period.month, period.currency, known.run.basis)
    changes = changed(known.run, inputs, rulebook)
    run = proved_run(period, inputs, rulebook, now) if changes else known.run
    comparison = Comparison.objects.create(
        closing=known.closing,
        base_run=known.run,
        run=run,
        made_at=now,
        inputs_fingerprint=inputs.fingerprint,
        rulebook_fingerprint=rulebook.fingerprint(),
        seen=seen,
    )
    propose(comparison, period, changes, now)
    return comparison


def last_known(period: BillingPeriod) -> Known | None:
    closing = Closing.objects.filter(period=period).select_related("run").order_by("version").last()
    if closing is None:
        return None
    last = Comparison.objects.filter(closing=closing).select_related("run").order_by("pk").last()
    return Known(closing, last.run, last.seen) if last else Known(closing, closing.run, "")


def seen_mark(period: BillingPeriod, rulebook_fingerprint: str) -> str:
    """What the month is made from in a few characters: its pulls and the rulebook. Reads no record."""
    days = DailyControl.objects.filter(
        day__gte=period.month, day__lt=next_month(period.month), currency=period.currency
    )
    pulls = sorted(set(days.values_list("source_id", "pull_id").order_by()))
    return hashlib.sha256(json.dumps([pulls, rulebook_fingerprint]).encode()).hexdigest()


def changed(base: Run, inputs: Inputs, rulebook: Rulebook) -> list[tuple[str, Cents]]:
    """By cause, the lines that would be others today."""
    if (base.inputs_fingerprint, base.rulebook_fingerprint) == (inputs.fingerprint, rulebook.fingerprint()):
        return NO_CHANGE

    def calculate(book: Rulebook) -> Cents:
        return cents_of(statement_lines(allocate(book, inputs.series, inputs.costs).charges))

    return list(parts(stored_cents(base), rulebook_from_json(base.rulebook), rulebook, calculate))


def cents_of(lines: Lines) -> Cents:
    """The engine's lines in cents, by what they are about."""
    through = [*lines.pools, ""]  # the index of a direct line is -1, the last
    found: Cents = {}
    columns = (lines.payer.tolist(), lines.service.tolist(), lines.pool.tolist(), lines.cents.tolist())
    for payer, service, pool, cents in zip(*columns, strict=True):
        who = lines.payers[payer]
        key = LineKey(who.team or "", who.project or "", lines.services[service], through[pool], str(who.reason.value))
        found[key] = found.get(key, 0) + int(cents)
    return found


def stored_cents(run: Run) -> Cents:
    """The same of a stored run."""
    columns = ("team__slug", "project__slug", "service", "pool__slug", "reason")
    rows = StatementLine.objects.filter(run=run).values_list(*columns, "cents")
    found: Cents = {}
    for *texts, cents in rows.iterator(chunk_size=10_000):
        key = LineKey(*(text or "" for text in texts))
        found[key] = found.get(key, 0) + int(cents * 100)
    return found


def propose(comparison: Comparison, period: BillingPeriod, changes: list[tuple[str, Cents]], now: dt.datetime) -> None:
    """One proposed adjustment for each team and cause, with its lines, in the next open period."""
    if not changes:
        return
    posted_in, teams = next_open_period(period), dict(Team.objects.values_list("slug", "pk"))
    names = names_of(comparison.run)
    for cause, cents in changes:
        by_team: dict[str, Cents] = defaultdict(dict)
        for key, amount in cents.items():
            by_team[key.team][key] = amount
        for team, lines in by_team.items():
            adjustment = Adjustment.objects.create(
                comparison=comparison,
                period=period,
                posted_in=posted_in,
                team_id=teams[team] if team else None,
                cause=cause,
                amount=from_cents(sum(lines.values())),
                created_at=now,
            )
            AdjustmentLine.objects.bulk_create(line_of(adjustment, names, *one) for one in lines.items())


def line_of(adjustment: Adjustment, names: Names, key: LineKey, cents: int) -> AdjustmentLine:
    return AdjustmentLine(
        adjustment=adjustment,
        team_id=adjustment.team_id,
        project=key.project,
        project_name=names.project(key.project) if key.project else "",
        service=key.service,
        pool=key.pool,
        pool_name=names.pool(key.pool) if key.pool else "",
        reason=key.reason,
        amount=from_cents(cents),
    )


def adjusted_cents(closing: Closing) -> Cents:
    """What was billed by a close and every adjustment since, whatever was decided about it."""
    lines = AdjustmentLine.objects.filter(adjustment__comparison__closing=closing)
    columns = ("team__slug", "project", "service", "pool", "reason", "amount")
    found = [
        ("", {LineKey(team or "", project, service, pool, reason): int(amount * 100)})
        for team, project, service, pool, reason, amount in lines.values_list(*columns)
    ]
    return added([("", stored_cents(closing.run)), *found])
