"""Every kind of fault: what it does to a page, when it happens, and that it can be told from the command line."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chargeback.demo.faults import FAULTS, Exchange, Reply, json_reply
from chargeback.demo.faults.talks import TALKS
from chargeback.demo.faults.values import BAD_PAGES, HARMLESS
from chargeback.demo.operations import OPERATIONS
from chargeback.demo.serving import Wanted, start_simulator
from chargeback.demo.simulator import Options

from .conftest import TODAY, Serve, Service, small_ledger

PROJECT = {"Type": "TAG", "Key": "project"}
REQUEST: dict[str, Any] = {
    "TimePeriod": {"Start": "2026-11-02", "End": "2026-11-04"},
    "Granularity": "DAILY",
    "Metrics": ["UnblendedCost"],
    "GroupBy": [PROJECT],
}


@pytest.fixture
def service(serve: Serve) -> Service:
    """Five groups on five pages."""
    return serve(small_ledger(), page_size=1)


def arrange(service: Service, kind: str, **when: Any) -> None:
    service.page("POST", "/faults", {"kind": kind, **when})


def told(service: Service) -> list[dict[str, Any]]:
    """The faults that are arranged, with what came of them."""
    found: Any = service.page("GET", "/faults")
    return list(found)


def walk(service: Service, most: int = 12) -> list[str]:
    """The groups page by page, as the loop of a tutorial would take them."""
    keys: list[str] = []
    token: dict[str, str] = {}
    for _ in range(most):
        page = service.client.get_cost_and_usage(**REQUEST, **token)
        keys += [group["Keys"][0] for period in page["ResultsByTime"] for group in period["Groups"]]
        if not page.get("NextPageToken"):
            return keys
        token = {"NextPageToken": page["NextPageToken"]}
    return [*keys, "endless"]


@pytest.fixture
def groups(service: Service) -> list[str]:
    found = walk(service)
    service.page("DELETE", "/calls")
    assert len(found) == 5
    return found


def page(groups: int = 2, token: str = "") -> Reply:
    metrics = {"UnblendedCost": {"Amount": "1.25", "Unit": "USD"}, "AmortizedCost": {"Amount": "1", "Unit": "USD"}}
    days = [
        {
            "TimePeriod": {"Start": f"2026-10-0{day}", "End": f"2026-10-0{day + 1}"},
            "Total": {},
            "Groups": [{"Keys": ["1" * 12, f"project${number}"], "Metrics": metrics} for number in range(groups)],
            "Estimated": False,
        }
        for day in (1, 2)
    ]
    return json_reply({"ResultsByTime": days} | ({"NextPageToken": token} if token else {}))


@pytest.mark.parametrize("kind", sorted(FAULTS.keys() - TALKS.keys() - {"missing-value"}))
def test_every_fault_of_a_page_changes_what_goes_over_the_wire(kind: str) -> None:
    struck = FAULTS[kind](Exchange("GetCostAndUsage", REQUEST, page(), lambda _: page()))
    assert struck
    assert struck.reply != page()


@pytest.mark.parametrize("kind", [*BAD_PAGES, *HARMLESS])
def test_a_fault_inside_a_page_leaves_replies_without_results_alone(kind: str) -> None:
    for reply in (json_reply({"Tags": []}), json_reply({"ResultsByTime": []}), json_reply({}, 400)):
        assert FAULTS[kind](Exchange("GetTags", {}, reply, lambda _: page())) is None


def test_the_harmless_ones_say_the_same(service: Service) -> None:
    before = page().json()["ResultsByTime"][0]["Groups"][0]["Metrics"]["UnblendedCost"]["Amount"]
    struck = FAULTS["exponent"](Exchange("GetCostAndUsage", REQUEST, page(), lambda _: page()))
    assert struck
    after = struck.reply.json()["ResultsByTime"][0]["Groups"][0]["Metrics"]["UnblendedCost"]["Amount"]
    assert after != before
    assert Decimal(after) == Decimal(before)


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        ("lost-token", [0, 1]),
        ("empty-token", [0, 1]),
        ("page-twice", [0, 1, 1, 2, 3, 4]),
        ("swapped-pages", [0, 2, 1, 3, 4]),
        ("empty-page", [0, 1, 2, 3, 4]),
        ("repeated-token", [0, 1, 1, 2, 3, 4]),
        ("group-in-two-pages", [0, 1, 1, 2, 3, 4]),
    ],
)
def test_pages_go_astray_at_the_second_call(service: Service, groups: list[str], kind: str, order: list[int]) -> None:
    arrange(service, kind, nth=2)
    assert walk(service) == [groups[number] for number in order]


def test_alternating_tokens_never_end(service: Service, groups: list[str]) -> None:
    arrange(service, "alternating-token", nth="every")
    assert walk(service)[-1] == "endless"


def test_a_token_of_another_request_is_refused(service: Service, groups: list[str]) -> None:
    arrange(service, "foreign-token", nth=1)
    with pytest.raises(ClientError, match="RequestChangedException"):
        walk(service)


def test_the_bill_is_restated_after_the_second_page(service: Service, groups: list[str]) -> None:
    arrange(service, "restated", nth=2, restatement={"kind": "vanished", "start": "2026-11-03"})
    assert walk(service) == groups[:3] == walk(service)


@pytest.mark.parametrize(("when", "expected"), [({"nth": "last-page"}, 5), ({"on_call": 3}, 3), ({"nth": 4}, 4)])
def test_a_fault_happens_when_it_was_told_to(
    service: Service, groups: list[str], when: dict[str, Any], expected: int
) -> None:
    arrange(service, "denied", **when)
    with pytest.raises(ClientError):
        walk(service)
    assert [call["number"] for call in service.page("GET", "/calls")["calls"] if call["fault"]] == [expected]
    assert [fault["did"] for fault in told(service)] == [1]


def test_a_fault_of_one_operation_leaves_the_others_alone(service: Service) -> None:
    arrange(service, "denied", nth="every", operation="GetTags")
    assert walk(service)
    with pytest.raises(ClientError):
        service.client.get_tags(TimePeriod=REQUEST["TimePeriod"])


def test_a_fault_that_never_happens_counts_the_calls_it_could_have_struck(service: Service) -> None:
    for kind in ("lost-token", "wrong-amount", "missing-value"):
        arrange(service, kind, nth=999)
    walk(service)
    assert [(fault["could"], fault["did"]) for fault in told(service)] == [(4, 0), (5, 0), (0, 0)]


@pytest.mark.parametrize("kind", ["drip", "slow"])
def test_slow_answers_are_whole_and_as_slow_as_told(service: Service, groups: list[str], kind: str) -> None:
    arrange(service, kind, nth=1, seconds=0.001)
    assert walk(service) == groups


@pytest.mark.parametrize(
    "value",
    [{"kind": "slow"}, {"kind": "slow", "nth": "often"}, {"kind": "slow", "nth": 1, "seconds": "many"}, [1]],
)
def test_a_fault_without_a_good_time_is_refused(service: Service, value: Any) -> None:
    assert service.status("POST", "/faults", value) == 400


def test_a_script_arranges_everything_at_the_start(tmp_path: Any) -> None:
    script = json.loads('{"faults": [{"kind": "denied", "nth": 2}], "keys": {"A": {"state": "expired"}}}')
    simulator = start_simulator(Wanted(accounts=1), lambda: TODAY, Options(), script)
    assert [fault["kind"] for fault in simulator.faults.told()] == ["denied"]
    assert simulator.keys.known["A"].state == "expired"


def test_every_kind_and_every_operation_is_explained() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "simulator.md").read_text()
    assert FAULTS.keys() <= set(re.findall(r"`([a-z0-9-]+)`", text))
    assert OPERATIONS.keys() <= set(re.findall(r"[A-Z]\w+", text))
