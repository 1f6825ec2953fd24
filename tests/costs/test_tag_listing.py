"""AWS is asked for tag keys over the wire, when it is due and within the budget; a pull notices new tag values."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chargeback.costs.budget import BudgetError
from chargeback.costs.models import Pull, RequestCount, Source, TagKey, TagListing, TagValue
from chargeback.costs.tag_keys import KeyState, used_keys
from chargeback.costs.tag_listing import list_tags, queue_due_listings
from chargeback.costs.tag_tasks import queue_tag_list
from chargeback.demo.faults import Reply
from chargeback.demo.faults.reply import error_reply
from chargeback.jobs.models import Job
from chargeback.jobs.work import run
from chargeback.sources.refusals import SourceError

from .conftest import HASTY, NOW, TODAY, Wire, changed

A_DAY = dt.timedelta(days=1)


def ask(source: Source, now: dt.datetime = NOW) -> int:
    return list_tags(source, lambda: now, HASTY)


def with_state(wire: Wire, status: str, key: str = "project") -> None:
    """From now on AWS lists one key, in this state."""
    tag = {"TagKey": key, "Type": "UserDefined", "Status": status, "LastUpdatedDate": "2026-09-12T00:00:00Z"}
    wire.hand = lambda number, operation, reply: changed(reply, lambda answer: answer.update(CostAllocationTags=[tag]))


def test_keys_are_listed_over_the_wire_and_the_request_is_counted(wire: Wire, source: Source) -> None:
    assert ask(source) >= 1
    assert [used.state for used in used_keys()] == [KeyState.ACTIVE]
    assert RequestCount.objects.get().requests == len(wire.asked) == 1


def test_a_key_that_becomes_active_has_its_open_days_pulled_again(wire: Wire, source: Source) -> None:
    with_state(wire, "Inactive")
    ask(source)
    source.refresh_from_db()
    assert (used_keys()[0].state, source.again_before) == (KeyState.INACTIVE, None)
    with_state(wire, "Active")
    ask(source, NOW + A_DAY)
    source.refresh_from_db()
    assert source.again_before == NOW + A_DAY
    assert source.again_because == "AWS has activated the tag key project"


def test_what_aws_lists_twice_or_far_too_long_is_no_error(wire: Wire, source: Source) -> None:
    def odd(answer: dict[str, Any]) -> None:
        user = {"TagKey": "project", "Type": "UserDefined", "Status": "Active"}
        answer["CostAllocationTags"] = [
            user,
            user | {"Type": "AWSGenerated", "Status": "Inactive"},
            user | {"TagKey": "x" * 900},
        ]

    wire.hand = lambda number, operation, reply: changed(reply, odd)
    ask(source)
    assert list(TagKey.objects.values_list("key", "is_active")) == [("project", True)]


def test_a_refusal_is_noted_with_its_code_and_the_old_list_stays(wire: Wire, source: Source) -> None:
    ask(source)

    def denied(number: int, operation: str, reply: Reply) -> Reply:
        return error_reply("AccessDeniedException", "Linked account doesn't have access to cost allocation tags.")

    wire.hand = denied
    with pytest.raises(SourceError):
        ask(source, NOW + A_DAY)
    listing = TagListing.objects.get()
    assert (listing.listed_at, listing.tried_at) == (NOW, NOW + A_DAY)
    assert listing.error_code == "AccessDeniedException"
    assert listing.error
    assert listing.what_to_do
    assert used_keys()[0].state is KeyState.ACTIVE


def test_nothing_is_asked_beyond_the_budget(wire: Wire, source: Source) -> None:
    Source.objects.update(request_budget=0)
    with pytest.raises(BudgetError):
        ask(source)
    assert wire.asked == []
    assert queue_due_listings(NOW, TODAY) == []


def test_lists_are_due_once_a_week_and_every_day_while_a_key_is_missing(wire: Wire, source: Source) -> None:
    def due(days: int) -> int:
        return len(queue_due_listings(NOW + days * A_DAY, TODAY + days * A_DAY))

    assert [due(0), due(0)] == [1, 0]
    Job.objects.update(state=Job.State.DONE)
    ask(source)
    assert [due(1), due(6), due(7), due(7)] == [0, 0, 1, 0]
    Job.objects.all().delete()
    with_state(wire, "Inactive")
    ask(source)
    assert [due(0), due(1), due(1)] == [0, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_the_job_says_how_many_keys_there_are(wire: Wire, source: Source, settings: Any) -> None:
    settings.COST_EXPLORER_RATE = 0
    with_state(wire, "Active")
    job = queue_tag_list(source, None, NOW)
    assert queue_tag_list(source, None, NOW) == job
    run(job.pk, lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", "1 tag key listed")


def test_a_pull_that_stores_costs_notices_their_tag_values(take: Callable[..., Pull], wire: Wire) -> None:
    take()
    assert sorted(TagValue.objects.values_list("key", "value", "first_day")) == [
        ("project", "Checkout", dt.date(2026, 10, 1)),
        ("project", "a$b", dt.date(2026, 10, 1)),
        ("project", "checkout", dt.date(2026, 10, 1)),
    ]
    assert set(TagValue.objects.values_list("noticed_at", flat=True)) == {NOW}


def test_a_pull_that_is_refused_notices_nothing(take: Callable[..., Pull], wire: Wire) -> None:
    wire.hand = lambda number, operation, reply: replace(reply, body=reply.body[:40]) if number > 3 else reply
    with pytest.raises(SourceError):
        take()
    assert not TagValue.objects.exists()
