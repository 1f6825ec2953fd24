"""Pulls of the same days at the same time leave the state of one of them."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from chargeback.costs.models import CostRecord, DailyControl, Pull

from .conftest import Wire

DAYS = 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(4))
def test_racing_pulls_of_a_bill_that_changes_leave_one_whole_bill(
    take: Callable[..., Pull], wire: Wire, seed: int
) -> None:
    chance = random.Random(seed)
    take()

    def racer(number: int) -> str:
        wire.serve(tuple((day, "1" * 12, "AWS Lambda", "Usage", "x", str(number), "0") for day in (1, 2, 3)))
        first = chance.randint(1, 3)
        try:
            return take(f"2026-10-0{first}", f"2026-10-0{chance.randint(first + 1, 4)}").state
        except Exception as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as racers:
        ends = set(racers.map(racer, range(1, 13)))
    assert ends <= {"stored", "PullBusyError", "SourceError"}
    assert not Pull.objects.filter(state="running").exists()
    for control in DailyControl.objects.all():
        records = CostRecord.objects.filter(day=control.day)
        assert {record.pull_id for record in records} <= {control.pull_id}
        assert sum((record.billed_cost for record in records), Decimal(0)) == control.billed_cost
    assert DailyControl.objects.count() == DAYS


@pytest.mark.django_db(transaction=True)
def test_a_second_pull_of_a_source_leaves_at_once_and_without_a_trace(take: Callable[..., Pull], wire: Wire) -> None:
    refusals: list[str] = []

    def second(progress: object) -> None:
        if not refusals:
            with ThreadPoolExecutor(1) as other:
                refusals.append(str(other.submit(attempt).exception()))

    def attempt() -> None:
        try:
            take()
        finally:
            connection.close()

    take(report=second)
    assert refusals == ["Another pull of aws is running; wait until it has ended."]
    assert Pull.objects.count() == 1
