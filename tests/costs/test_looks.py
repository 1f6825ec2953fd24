"""A pull looks at AWS's totals first: what has not changed is not asked again, what has is, whole and at once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Sum

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.costs.models import CostRecord, DailyControl, Pull, Source, SourceMonth
from chargeback.costs.months import ask_again
from chargeback.demo.faults import Reply
from chargeback.sources.refusals import SourceError

from .conftest import BILL, NOW, Wire, stored

Take = Callable[..., Pull]
OCTOBER = dt.date(2026, 10, 1)
LATER = NOW + dt.timedelta(hours=8)


def restated(day: int, billed: str = "100") -> tuple[Any, ...]:
    return tuple((*row[:5], billed, billed) if row[0] == day else row for row in BILL)


def asked_days(wire: Wire) -> set[tuple[str, str]]:
    """The windows of the questions with groups, of all that was asked since the wire was cleared."""
    return {(body["TimePeriod"]["Start"], body["TimePeriod"]["End"]) for body in wire.asked if "GroupBy" in body}


def test_an_unchanged_bill_takes_one_request_and_leaves_every_row(take: Take, wire: Wire) -> None:
    take()
    before = stored()
    wire.asked.clear()
    second = take(now=LATER)
    assert (second.state, second.requests, second.billed_cost) == (
        "unchanged",
        1,
        Pull.objects.earliest("pk").billed_cost,
    )
    assert len(wire.asked) == 1
    assert stored() == before


def test_only_the_days_between_the_first_and_last_change_are_asked_and_replaced(take: Take, wire: Wire) -> None:
    first = take("2026-10-01", "2026-11-01")
    wire.serve(restated(2))
    wire.asked.clear()
    second = take("2026-10-01", "2026-11-01", now=LATER)
    assert asked_days(wire) == {("2026-10-02", "2026-10-03")}
    assert (second.state, second.asked_from, second.asked_until) == (
        "stored",
        dt.date(2026, 10, 2),
        dt.date(2026, 10, 3),
    )
    assert second.because == "1 day changed"
    assert set(CostRecord.objects.filter(pull=second).values_list("day", flat=True)) == {dt.date(2026, 10, 2)}
    assert DailyControl.objects.filter(pull=first).count() == 30


def test_an_asked_full_pull_asks_every_day_though_nothing_changed(take: Take) -> None:
    take()
    assert take(is_full=True, now=LATER).because == "3 days asked for in full"


def test_after_a_week_everything_is_asked_again_for_cost_may_have_moved_within_a_total(take: Take, wire: Wire) -> None:
    take()
    moved = tuple((*row[:4], "moved", *row[5:]) if row[4] == "checkout" else row for row in BILL)
    wire.serve(moved)
    assert take(now=NOW + dt.timedelta(days=7)).state == "unchanged"
    late = take(now=NOW + dt.timedelta(days=7, seconds=1))
    assert late.because == "3 days not asked in detail for a week"
    assert CostRecord.objects.filter(series__tags__project="moved").exists()


def test_a_source_that_is_pulled_apart_differently_is_asked_again(take: Take, source: Source) -> None:
    take()
    Source.objects.update(tag_keys=["team"])
    assert take(now=LATER).because == "3 days to be pulled apart differently"
    assert take(now=LATER).state == "unchanged"


def test_a_second_tag_key_is_asked_only_when_the_rulebook_reads_it(take: Take, source: Source) -> None:
    Source.objects.update(tag_keys=["project", "env"])
    take()
    assert take(now=LATER).state == "unchanged"
    save_rulebook(rulebook_from_yaml("tag: [project, env]\nteams: {a: {}}\n"))
    assert take(now=LATER).because == "3 days to be pulled apart differently"


def test_days_pulled_before_a_tag_was_activated_are_asked_again_once(take: Take, source: Source) -> None:
    take()
    ask_again(source, "The tag env was activated.", LATER)
    assert take(now=LATER).because == "3 days to be asked again"
    assert take(now=LATER).state == "unchanged"


def test_a_month_says_for_how_many_pulls_its_total_has_stood(take: Take, wire: Wire) -> None:
    take("2026-10-01", "2026-11-01")
    take("2026-10-01", "2026-11-01", now=LATER)
    month = SourceMonth.objects.get()
    assert (month.month, month.until, month.stable_for) == (OCTOBER, dt.date(2026, 11, 1), 2)
    assert (month.changed_at, month.checked_at) == (NOW, LATER)
    wire.serve(restated(3))
    take("2026-10-01", "2026-11-01", now=LATER)
    month.refresh_from_db()
    assert (month.stable_for, month.changed_at) == (1, LATER)


def test_a_look_at_part_of_a_month_says_nothing_of_the_whole(take: Take, wire: Wire) -> None:
    take("2026-10-01", "2026-11-01")
    wire.serve(restated(2))
    take("2026-10-02", "2026-10-03", now=LATER)
    take("2026-10-01", "2026-10-03", now=LATER)
    assert SourceMonth.objects.get().checked_at == NOW


def test_of_a_closed_month_only_what_changed_is_pulled(take: Take, wire: Wire) -> None:
    take("2026-10-01", "2026-11-01")
    BillingPeriod.objects.create(month=OCTOBER, currency="USD", state="closed")
    wire.asked.clear()
    assert take("2026-10-01", "2026-11-01", now=LATER, is_full=True).state == "unchanged"
    assert len(wire.asked) == 1
    wire.serve(restated(2))
    late = take("2026-10-01", "2026-11-01", now=LATER)
    assert (late.state, late.because) == ("stored", "1 day changed; 2026-10 changed after it was closed")
    stored_billed = DailyControl.objects.aggregate(sum=Sum("billed_cost"))["sum"]
    assert SourceMonth.objects.get().billed_cost == late.billed_cost == stored_billed


def test_changes_of_long_ago_are_asked_by_themselves_and_old_days_for_nothing_else(take: Take, wire: Wire) -> None:
    take("2026-10-01", "2026-11-24")
    wire.serve(restated(2))
    wire.asked.clear()
    late = take("2026-10-01", "2026-11-24", now=NOW + dt.timedelta(days=8), details_from=dt.date(2026, 11, 20))
    assert asked_days(wire) == {("2026-10-02", "2026-10-03"), ("2026-11-20", "2026-11-24")}
    assert late.because == "1 day changed, 4 days not asked in detail for a week"


def test_days_lose_the_word_estimated_without_being_asked_again(take: Take, wire: Wire) -> None:
    def estimated(call: int, operation: str, reply: Reply) -> Reply:
        return Reply(
            reply.status,
            reply.body.replace(b'"Estimated":false', b'"Estimated":true').replace(
                b'"Estimated": false', b'"Estimated": true'
            ),
        )

    wire.hand = estimated
    take()
    assert DailyControl.objects.filter(is_estimated=True).count() == 3
    wire.hand = lambda call, operation, reply: reply
    assert take(now=LATER).requests == 1
    assert not DailyControl.objects.filter(is_estimated=True).exists()


def test_a_refused_detail_leaves_the_costs_and_remembers_the_new_total(take: Take, wire: Wire) -> None:
    take("2026-10-01", "2026-11-01")
    before = stored()
    wire.serve(restated(2))
    wire.asked.clear()
    wire.hand = lambda call, operation, reply: reply if call == 1 else Reply(400, b'{"__type":"AccessDeniedException"}')
    with pytest.raises(SourceError):
        take("2026-10-01", "2026-11-01", now=LATER)
    assert stored() == before
    assert SourceMonth.objects.get().stable_for == 1
    wire.hand = lambda call, operation, reply: reply
    assert take("2026-10-01", "2026-11-01", now=LATER).because == "1 day changed"
