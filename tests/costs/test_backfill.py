"""A backfill: one job a month, newest first, priced before, resumable, within the budget."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chargeback import clock
from chargeback.billing.models import BillingPeriod
from chargeback.costs.backfill import plan_backfill, queue_backfill
from chargeback.costs.budget import budget_of
from chargeback.costs.models import Pull, Source
from chargeback.costs.tasks import wake_waiting
from chargeback.jobs import work
from chargeback.jobs.models import Job

from .conftest import TODAY, Wire

Take = Callable[..., Pull]


@pytest.fixture(autouse=True)
def day(settings: Any) -> None:
    settings.TODAY = TODAY
    settings.COST_EXPLORER_RATE = 0


def backfill(*arguments: str) -> str:
    out = io.StringIO()
    call_command("backfill", "--source", "aws", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def starts() -> list[str]:
    return [str(job.arguments["start"]) for job in Job.objects.filter(kind="pull").order_by("pk")]


def run_all() -> None:
    for job in Job.objects.filter(kind="pull", state="queued").order_by("pk"):
        work.run(job.pk, clock.now)


def test_each_missing_month_becomes_a_job_the_newest_first(source: Source) -> None:
    out = backfill("--months", "3")
    assert starts() == ["2026-10-01", "2026-09-01", "2026-08-01"]
    assert "About 48 requests, $0.48; a guess, as nothing was pulled yet." in out
    assert "3 pulls are on the work list" in out


def test_the_history_of_the_source_is_thirteen_months_unless_it_says_otherwise(source: Source) -> None:
    assert backfill("--dry-run").count("is pulled") == 13
    Source.objects.update(history_months=2)
    assert backfill("--dry-run").count("is pulled") == 2
    assert not Job.objects.exists()


@pytest.mark.parametrize("months", ["0", "14", "-1"])
def test_months_that_aws_does_not_keep_are_refused(source: Source, months: str) -> None:
    with pytest.raises(CommandError, match="A backfill brings 1 to 13 months"):
        backfill("--months", months)


@pytest.mark.django_db(transaction=True)
def test_it_is_resumable_and_leaves_alone_what_is_there_queued_or_closed(wire: Wire, source: Source) -> None:
    backfill("--months", "2")
    backfill("--months", "2")
    assert len(starts()) == 2
    run_all()
    assert set(Pull.objects.values_list("state", "trigger")) == {("stored", "backfill")}
    BillingPeriod.objects.filter(month=dt.date(2026, 8, 1)).delete()
    BillingPeriod.objects.create(month=dt.date(2026, 8, 1), currency="USD", state="closed")
    out = backfill("--months", "4")
    needs = ["is stored", "is stored", "is closed", "is pulled"]
    assert [line[15:] for line in out.splitlines()[:4]] == needs
    assert starts()[2:] == ["2026-07-01"]


@pytest.mark.django_db(transaction=True)
def test_months_that_do_not_fit_the_budget_wait_and_go_on_when_it_is_raised(wire: Wire, source: Source) -> None:
    now = clock.now()
    Source.objects.update(request_budget=budget_of(source, now).kept + 16)
    source.refresh_from_db()
    plan = plan_backfill(source, 6, now, TODAY)
    assert [str(one.need) for one in plan.months] == ["is pulled", *5 * ["waits for the budget of the next month"]]
    queue_backfill(plan, None, now)
    run_all()
    states = [job.state for job in Job.objects.filter(kind="pull").order_by("pk")]
    assert states[-1] == "queued"
    waiting = Job.objects.filter(kind="pull").latest("pk")
    assert waiting.message.startswith("Waits for the budget. About")
    assert waiting.due_at.day == 1
    assert waiting.attempts == 0
    Source.objects.update(request_budget=3000)
    wake_waiting(source, clock.now())
    run_all()
    assert {job.state for job in Job.objects.filter(kind="pull")} == {"done"}


def test_the_price_is_that_of_what_was_learnt(take: Take, source: Source) -> None:
    done = take("2026-10-01", "2026-11-01")
    plan = plan_backfill(source, 2, clock.now(), TODAY)
    assert (plan.months[0].requests, plan.is_guess) == (0, False)
    assert abs(plan.requests - done.requests) <= 2
