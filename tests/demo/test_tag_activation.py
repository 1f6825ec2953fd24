"""Tags are switched on, off, and shown on earlier days by a backfill."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chargeback.demo.ledger import index_rows

from .conftest import Serve, Service, amounts, row, small_ledger

TEAM = {"Type": "TAG", "Key": "Team"}


@pytest.fixture
def service(serve: Serve) -> Service:
    """A cost tagged Team=dev on each of three days; today is the last of them, and nobody has activated Team."""
    days = ("2026-10-30", "2026-11-22", "2026-11-23")
    rows = [row(day, "1", tags={"Team": "dev"}) for day in days]
    return serve(index_rows(rows, inactive_tags=frozenset({"Team"})))


def by_team(service: Service) -> dict[str, Decimal]:
    pages = service.ask("2026-10-01", "2026-12-01", GroupBy=[TEAM])
    return {keys[0]: amount for keys, amount in amounts(pages).items()}


def activate(service: Service, status: str = "Active", *keys: str) -> Any:
    wanted = [{"TagKey": key, "Status": status} for key in keys or ("Team",)]
    return service.client.update_cost_allocation_tags_status(CostAllocationTagsStatus=wanted)


def test_an_activated_tag_shows_from_that_day_on_and_not_before(service: Service) -> None:
    assert by_team(service) == {"Team$": 3}
    assert activate(service)["Errors"] == []
    assert by_team(service) == {"Team$": 2, "Team$dev": 1}
    (tag,) = service.client.list_cost_allocation_tags(Status="Active")["CostAllocationTags"]
    assert (tag["TagKey"], tag["LastUpdatedDate"]) == ("Team", "2026-11-23T00:00:00Z")


def test_a_month_in_which_a_tag_was_activated_has_both_groups(service: Service) -> None:
    activate(service)
    pages = service.ask("2026-11-01", "2026-12-01", GroupBy=[TEAM], Granularity="MONTHLY")
    assert amounts(pages) == {("Team$",): 1, ("Team$dev",): 1}


def test_a_backfill_shows_active_tags_on_earlier_days(service: Service) -> None:
    activate(service)
    asked = service.client.start_cost_allocation_tag_backfill(BackfillFrom="2026-11-01T00:00:00Z")
    assert asked["BackfillRequest"]["BackfillStatus"] == "PROCESSING"
    (done,) = service.client.list_cost_allocation_tag_backfill_history()["BackfillRequests"]
    assert (done["BackfillStatus"], done["BackfillFrom"]) == ("SUCCEEDED", "2026-11-01T00:00:00Z")
    assert by_team(service) == {"Team$": 1, "Team$dev": 2}


def test_a_backfill_that_takes_its_time_changes_nothing_before_it_is_done(serve: Serve) -> None:
    service = serve(small_ledger(), backfill_seconds=3600)
    activate(service)
    service.client.start_cost_allocation_tag_backfill(BackfillFrom="2026-11-01T00:00:00Z")
    (request,) = service.client.list_cost_allocation_tag_backfill_history()["BackfillRequests"]
    assert (request["BackfillStatus"], "CompletedAt" in request) == ("PROCESSING", False)
    assert set(by_team(service)) == {"Team$"}


def test_one_backfill_a_day_from_the_first_of_a_month_of_this_year(service: Service) -> None:
    start = service.client.start_cost_allocation_tag_backfill
    for day in ("2026-11-02", "2025-10-01", "2026-12-01"):
        with pytest.raises(ClientError, match="ValidationException"):
            start(BackfillFrom=f"{day}T00:00:00Z")
    start(BackfillFrom="2026-11-01T00:00:00Z")
    with pytest.raises(service.client.exceptions.BackfillLimitExceededException):
        start(BackfillFrom="2026-11-01T00:00:00Z")


def test_a_deactivated_tag_is_gone_from_every_day(serve: Serve) -> None:
    service = serve(small_ledger())
    activate(service, "Inactive", "project")
    pages = service.ask("2026-11-02", "2026-11-04", GroupBy=[{"Type": "TAG", "Key": "project"}])
    assert set(amounts(pages)) == {("project$",)}
    period = {"Start": "2026-11-02", "End": "2026-11-04"}
    assert service.client.get_tags(TimePeriod=period)["Tags"] == []


def test_unknown_keys_are_named_and_too_many_at_once_refused(service: Service) -> None:
    (error,) = activate(service, "Active", "Team", "nobody")["Errors"]
    assert (error["TagKey"], error["Code"]) == ("nobody", "TagKeysNotFoundException")
    with pytest.raises(ClientError, match="at most 20"):
        activate(service, "Active", *(f"key-{number}" for number in range(21)))


def test_long_lists_of_tags_come_in_pages(serve: Serve) -> None:
    many = index_rows([row("2026-11-02", "1", tags={f"key-{number:02d}": "x" for number in range(12)})])
    pages = serve(many).client.get_paginator("list_cost_allocation_tags").paginate(MaxResults=5)
    found = [tag["TagKey"] for page in pages for tag in page["CostAllocationTags"]]
    assert found == [f"key-{number:02d}" for number in range(12)]


def test_tomorrow_keeps_what_was_activated(serve: Serve) -> None:
    days = [dt.date(2026, 11, 2)]
    service = serve(small_ledger(), today=lambda: days[-1])
    activate(service)
    days.append(dt.date(2026, 11, 4))
    assert "Team$dev" in by_team(service)
