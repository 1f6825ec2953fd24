"""The budget of requests: taken from before each request, never passed, whoever asks, whatever it comes to."""

import datetime as dt
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from chargeback.costs.budget import BudgetError, budget_of, spend
from chargeback.costs.meter import Meter
from chargeback.costs.models import Pull, RequestCount, Source
from chargeback.costs.pulls import PullBusyError, pull
from chargeback.demo.faults import Reply
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import read_window

from .conftest import BILL, HASTY, NOW, TODAY, Wire, stored

Take = Callable[..., Pull]
NOVEMBER = dt.date(2026, 11, 1)


def budget(source: Source, cap: int, spent: int = 0) -> None:
    Source.objects.filter(pk=source.pk).update(request_budget=cap)
    RequestCount.objects.update_or_create(source=source, month=NOVEMBER, defaults={"requests": spent})


def spent() -> int:
    return sum(RequestCount.objects.values_list("requests", flat=True))


def billed(wire: Wire) -> int:
    """What AWS would bill: requests that were answered."""
    return int(wire.simulator.call_log()["requests"])


def test_every_request_is_counted_in_the_month_in_which_it_is_made(take: Take, wire: Wire, source: Source) -> None:
    first = take()
    later = take(is_full=True, now=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    counts = dict(RequestCount.objects.values_list("month", "requests"))
    assert counts == {NOVEMBER: first.requests, dt.date(2026, 12, 1): later.requests}
    assert first.requests + later.requests == len(wire.asked) == billed(wire)


def test_a_request_that_aws_refuses_is_not_billed_and_not_counted(take: Take, wire: Wire) -> None:
    wire.hand = lambda call, operation, reply: Reply(400, b'{"__type":"LimitExceededException"}') if call < 4 else reply
    done = take()
    assert len(wire.asked) == done.requests + 3
    assert spent() == done.requests


def test_a_pull_that_does_not_fit_is_refused_before_the_first_request(take: Take, wire: Wire, source: Source) -> None:
    take()
    before = stored()
    budget(source, 300, spent=280)
    wire.asked.clear()
    with pytest.raises(BudgetError) as refusal:
        take(is_full=True)
    assert wire.asked == []
    assert stored() == before
    assert str(refusal.value).startswith("About ")
    assert "Of November's 300 requests 280 were made and 15 are kept for looking every day, so 5 are free." in str(
        refusal.value
    )
    assert refusal.value.until == dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    refused = Pull.objects.latest("pk")
    assert (refused.state, refused.requests) == ("no budget", 0)
    assert refused.what_to_do == "Raise the source's budget, or wait until 2026-12-01."


def test_a_bill_that_turns_out_dearer_is_broken_off_at_the_cap_and_leaves_the_looks(
    take: Take, wire: Wire, source: Source
) -> None:
    take()
    before = stored()
    rows = tuple((day, f"{n:012}", "AWS Lambda", "Usage", str(n), "1", "1") for day in (1, 2, 3) for n in range(99))
    wire.serve(rows)
    budget(source, 300, spent=250)
    wire.asked.clear()
    with pytest.raises(BudgetError, match="No request is left for this"):
        take()
    assert stored() == before
    assert (len(wire.asked), spent()) == (35, 285)
    assert Pull.objects.latest("pk").requests == 35


def test_the_schedule_postpones_details_that_the_month_cannot_bear_yet(take: Take, wire: Wire, source: Source) -> None:
    take(trigger="schedule")
    before = stored()
    budget(source, 300, spent=234)
    wire.serve(tuple((*row[:5], "9", "9") for row in BILL))
    late = take(trigger="schedule")
    assert (late.state, late.requests) == ("postponed", 1)
    assert late.because.startswith("3 days changed; details take about ")
    assert "requests and wait for the budget until 2026-11-2" in late.because
    assert stored() == before
    budget(source, 300, spent=200)
    assert take(trigger="schedule").state == "stored"


def test_the_schedule_says_when_the_budget_can_never_pay_for_the_details(
    take: Take, wire: Wire, source: Source
) -> None:
    take()
    budget(source, 67, spent=46)
    wire.serve(tuple((*row[:5], "9", "9") for row in BILL))
    assert take(trigger="schedule").because.endswith("more than the source's budget ever leaves: raise it")


def test_a_person_may_use_what_the_schedule_may_not_yet(take: Take, wire: Wire, source: Source) -> None:
    take()
    budget(source, 300, spent=234)
    assert take(is_full=True).state == "stored"


def test_looks_go_on_when_everything_else_is_spent(take: Take, source: Source) -> None:
    take()
    budget(source, 300, spent=285)
    assert take(trigger="schedule").state == "unchanged"
    budget(source, 300, spent=300)
    with pytest.raises(BudgetError):
        take(trigger="schedule")
    assert (Pull.objects.latest("pk").state, spent()) == ("no budget", 300)


def test_a_cap_that_an_admin_lowers_stops_the_pull_that_is_running(take: Take, source: Source) -> None:
    def lower(progress: object) -> None:
        Source.objects.update(request_budget=18)

    with pytest.raises(BudgetError):
        take(report=lower)
    assert spent() == 3


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_for_the_last_requests_get_exactly_these(source: Source) -> None:
    budget(source, 40, spent=3)

    def worker(number: int) -> int:
        taken = 0
        try:
            while True:
                spend(source, NOW, is_look=True)
                taken += 1
        except BudgetError:
            return taken
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as workers:
        assert sum(workers.map(worker, range(6))) == 37
    assert spent() == 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_hostile_prices_and_many_workers_never_pass_the_cap(wire: Wire, source: Source, seed: int) -> None:
    chance = random.Random(seed)
    cap = chance.randint(20, 90)
    Source.objects.create(slug="second", name="Second", payer_account="1" * 12, request_budget=cap)
    Source.objects.filter(pk=source.pk).update(request_budget=cap, payer_account="1" * 12)

    def hostile(number: int, operation: str, reply: Reply) -> Reply:
        return Reply(503, b"busy") if chance.random() < 0.05 else reply

    def worker(number: int) -> None:
        try:
            for _ in range(6):
                wire.simulator.options = replace(wire.simulator.options, page_size=chance.randint(1, 9))
                wire.serve(tuple((*row[:5], str(chance.randint(1, 9)), "1") for row in BILL))
                one = chance.choice(list(Source.objects.all()))
                attempt(one, chance.choice(["schedule", "person", "backfill"]), chance.random() < 0.5)
        finally:
            connection.close()

    wire.hand = hostile
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(worker, range(4)))
    counts = dict(RequestCount.objects.values_list("source__slug", "requests"))
    assert max(counts.values(), default=0) <= cap
    assert sum(counts.values()) == sum(Pull.objects.values_list("requests", flat=True))
    assert all(budget_of(one, NOW).left >= 0 for one in Source.objects.all())


def attempt(source: Source, trigger: str, is_full: bool) -> None:
    try:
        window = read_window("2026-10-01", "2026-10-04", TODAY)
        pull(source, window, lambda: NOW, lambda at: None, patience=HASTY, trigger=trigger, is_full=is_full)
    except (BudgetError, PullBusyError, SourceError):
        pass


def test_a_request_of_last_month_that_cost_nothing_frees_none_of_this_month(source: Source) -> None:
    moments = [dt.datetime(2026, 11, 30, 23, 59, 59, tzinfo=dt.UTC), dt.datetime(2026, 12, 1, tzinfo=dt.UTC)]
    old, new = Meter(source, lambda: moments[0]), Meter(source, lambda: moments[1])
    old.take()
    new.take()
    old.clock = new.clock
    old.give_back()
    assert list(RequestCount.objects.order_by("month").values_list("requests", flat=True)) == [0, 1]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"payer_account": "1" * 12}, {"role_arn": f"arn:aws:iam::{'1' * 12}:role/chargeback"}, True),
        ({"payer_account": "1" * 12}, {"role_arn": f"arn:aws:iam::{'2' * 12}:role/chargeback"}, False),
        ({}, {}, True),
    ],
)
def test_sources_are_of_one_payer_where_the_role_or_nothing_names_it_too(
    one: dict[str, str], other: dict[str, str], is_same: bool
) -> None:
    assert (Source(slug="one", **one).payer == Source(slug="other", **other).payer) is is_same


@pytest.mark.django_db(transaction=True)
def test_two_sources_of_one_payer_never_ask_at_the_same_time(wire: Wire, source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(payer_account="1" * 12)
    source.refresh_from_db()
    twin = Source.objects.create(slug="twin", name="Twin", payer_account="1" * 12)
    refusals: list[str] = []

    def second() -> None:
        try:
            attempt_loud(twin)
        finally:
            connection.close()

    def attempt_loud(one: Source) -> None:
        pull(one, read_window("2026-10-01", "2026-10-04", TODAY), lambda: NOW, watch, patience=HASTY)

    def watch(progress: object) -> None:
        if not refusals:
            with ThreadPoolExecutor(1) as other:
                refusals.append(str(other.submit(second).exception()))

    attempt_loud(source)
    assert refusals == ["Another pull of twin is running; wait until it has ended."]
    assert Pull.objects.count() == 1
