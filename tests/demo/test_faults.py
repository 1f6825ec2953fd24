"""Arranged faults, the call log and many clients at once."""

import urllib.error
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError
from botocore.parsers import ResponseParserError

from .conftest import Serve, Service, small_ledger, total

PROJECT = {"Type": "TAG", "Key": "project"}
DAYS = ("2026-11-02", "2026-11-04")


def break_call(service: Service, number: int, kind: str) -> None:
    service.page("POST", "/faults", {"on_call": number, "kind": kind})


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("throttle", "LimitExceededException"),
        ("expired-token", "ExpiredTokenException"),
        ("invalid-token", "InvalidNextTokenException"),
        ("not-ready", "DataUnavailableException"),
        ("denied", "AccessDeniedException"),
    ],
)
def test_an_arranged_error_happens_on_its_call_and_only_there(serve: Serve, kind: str, code: str) -> None:
    service = serve(small_ledger())
    break_call(service, 2, kind)
    assert total(service.ask(*DAYS)) == Decimal("3.0000000004")
    with pytest.raises(ClientError) as refusal:
        service.ask(*DAYS)
    assert refusal.value.response["Error"]["Code"] == code
    assert total(service.ask(*DAYS)) == Decimal("3.0000000004")


@pytest.mark.parametrize("kind", ["half-body", "empty-object", "no-results"])
def test_boto3_takes_a_broken_answer_for_an_empty_one(serve: Serve, kind: str) -> None:
    service = serve(small_ledger())
    break_call(service, 1, kind)
    answer = service.client.get_cost_and_usage(
        TimePeriod={"Start": DAYS[0], "End": DAYS[1]}, Granularity="DAILY", Metrics=["UnblendedCost"]
    )
    assert "ResultsByTime" not in answer


@pytest.mark.parametrize("kind", ["reset", "html-400", "cut-body"])
def test_a_broken_connection_or_page_of_html_gives_no_figures(serve: Serve, kind: str) -> None:
    service = serve(small_ledger())
    break_call(service, 1, kind)
    with pytest.raises((ConnectionClosedError, HTTPClientError, ClientError, ResponseParserError, KeyError)):
        total(service.ask(*DAYS))
    assert total(service.ask(*DAYS)) == Decimal("3.0000000004")


def test_a_slow_answer_is_a_whole_answer(serve: Serve) -> None:
    service = serve(small_ledger())
    break_call(service, 1, "slow")
    assert total(service.ask(*DAYS)) == Decimal("3.0000000004")


def test_every_nth_call_can_be_throttled(serve: Serve) -> None:
    service = serve(small_ledger(), throttle=3)
    service.ask(*DAYS)
    service.ask(*DAYS)
    with pytest.raises(ClientError, match="Rate limit exceeded"):
        service.ask(*DAYS)


@pytest.mark.parametrize("fault", [{"on_call": 0, "kind": "slow"}, {"on_call": 1, "kind": "fire"}, "slow"])
def test_a_fault_nobody_knows_is_refused(serve: Serve, fault: object) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        serve(small_ledger()).page("POST", "/faults", fault)
    assert refusal.value.code == 400


def test_the_log_counts_pages_as_requests_and_failures_as_free(serve: Serve) -> None:
    service = serve(small_ledger(), page_size=1)
    break_call(service, 4, "throttle")
    with pytest.raises(ClientError):
        service.ask(*DAYS, GroupBy=[PROJECT])
    log = service.page("GET", "/calls")
    assert [(call["number"], call["is_next_page"], call["status"]) for call in log["calls"]] == [
        (1, False, 200),
        (2, True, 200),
        (3, True, 200),
        (4, True, 400),
    ]
    assert (log["requests"], log["dollars"]) == (3, "0.03")


def test_a_forgotten_log_counts_from_one_again(serve: Serve) -> None:
    service = serve(small_ledger())
    service.ask(*DAYS)
    assert service.page("DELETE", "/calls") == {"calls": [], "requests": 0, "dollars": "0.00"}
    service.ask(*DAYS)
    assert [call["number"] for call in service.page("GET", "/calls")["calls"]] == [1]


def test_many_clients_at_once_all_get_the_whole_answer(serve: Serve) -> None:
    service = serve(small_ledger(), page_size=1)
    with ThreadPoolExecutor(8) as pool:
        walks = list(pool.map(lambda _: service.ask(*DAYS, GroupBy=[PROJECT]), range(40)))
    assert {len(walk) for walk in walks} == {5}
    log = service.page("GET", "/calls")
    assert [call["number"] for call in log["calls"]] == list(range(1, 201))
