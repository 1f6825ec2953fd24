"""Whatever goes wrong on the wire: the pull is right, or refused with the stored data untouched. Never wrong."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chargeback.costs.models import Pull
from chargeback.demo.faults import KINDS, Reply, error_reply, json_reply
from chargeback.sources.refusals import SourceError

from .conftest import Hand, Wire, changed, stored
from .test_pull import found

Take = Callable[..., Pull]
Fault = Callable[[Reply], Reply]


def error(code: str, message: str = "") -> Fault:
    return lambda _: error_reply(code, message)


def in_groups(change: Callable[[list[Any]], object]) -> Fault:
    """Changes the groups of the first period that has some; leaves answers without groups alone."""

    def change_first(answer: dict[str, Any]) -> None:
        for period in answer.get("ResultsByTime", []):
            if period["Groups"]:
                change(period["Groups"])
                return

    return lambda reply: changed(reply, change_first)


def amount(value: object) -> Fault:
    return in_groups(lambda groups: groups[0]["Metrics"]["UnblendedCost"].update(Amount=value))


def dropped(field: str) -> Fault:
    return lambda reply: changed(reply, lambda answer: answer.pop(field, None))


def without_first_period(reply: Reply) -> Reply:
    return changed(reply, lambda answer: answer.get("ResultsByTime", [])[:1] and answer["ResultsByTime"].pop(0))


def as_list(reply: Reply) -> Reply:
    return json_reply([json.loads(reply.body)])


PASSING: dict[str, Fault] = {
    "half a body": KINDS["half-body"],
    "connection cut": KINDS["cut-body"],
    "connection reset": KINDS["reset"],
    "{}": KINDS["empty-object"],
    "no list of results": lambda reply: dropped("DimensionValues")(KINDS["no-results"](reply)),
    "a list": as_list,
    "throttled": KINDS["throttle"],
    "throttled, other name": error("ThrottlingException", "Rate exceeded"),
    "internal error": lambda _: replace(json_reply({"__type": "InternalServerError"}), status=500),
    "token refused": error("InvalidNextTokenException", "Invalid next token"),
    "request changed": error("com.amazon#RequestChangedException", "changed"),
}
EXPIRED = error("ExpiredTokenException", "The security token included in the request is expired")
LASTING: dict[str, Fault] = {
    "denied": error("AccessDeniedException", "User: arn:aws:iam::1:user/x is not authorized to perform"),
    "not switched on": error("AccessDeniedException", "User not enabled for cost explorer access"),
    "no data yet": error("DataUnavailableException", "Data is not available."),
    "too old": error("ValidationException", "You haven't enabled historical data beyond 14 months."),
    "unheard of": error("NewlyInventedException", "?"),
}
BAD_PAGES: dict[str, Fault] = {
    "NaN": amount("NaN"),
    "Infinity": amount("Infinity"),
    "comma": amount("1,25"),
    "underscore": amount("1_25"),
    "number": amount(1.25),
    "25 digits": amount("0.1234567890123456789012345"),
    "too large": amount("1e30"),
    "another amount": amount("17"),
    "null": amount(None),
    "other currency": in_groups(lambda groups: groups[0]["Metrics"]["AmortizedCost"].update(Unit="EUR")),
    "no metrics": in_groups(lambda groups: groups[0].pop("Metrics")),
    "no keys": in_groups(lambda groups: groups[0].pop("Keys")),
    "one key": in_groups(lambda groups: groups[0]["Keys"].pop()),
    "NUL": in_groups(lambda groups: groups[0]["Keys"].__setitem__(0, "a\0b")),
    "group missing": in_groups(lambda groups: groups.pop()),
    "group twice": in_groups(lambda groups: groups.append(groups[0])),
}


def on(number: int, fault: Fault) -> Hand:
    return lambda call, operation, reply: fault(reply) if call == number else reply


def always(fault: Fault, operation: str = "") -> Hand:
    return lambda call, asked, reply: fault(reply) if operation in asked else reply


def right_or_refused(take: Take, truth: set[tuple[Any, ...]]) -> str:
    """Pulls over data that is there, and says how it ended."""
    before = stored()
    try:
        take(is_full=True)
    except SourceError as error:
        refusal = str(error)
    else:
        assert found() == truth
        return "stored"
    assert stored() == before
    last = Pull.objects.latest("pk")
    assert (last.state, f"{last.error} {last.what_to_do}".strip()) == ("refused", refusal)
    assert refusal.endswith((".", "?"))
    return refusal


@pytest.fixture
def truth(take: Take, wire: Wire) -> set[tuple[Any, ...]]:
    """The right records; and the data that is there before is of another bill."""
    take()
    right, calls = found(), len(wire.asked)
    original = wire.simulator.ledger_on
    wire.serve(((1, "111111111111", "AWS Lambda", "Usage", "old", "5", "5"),))
    take()
    wire.simulator.__init__(original, wire.simulator.today, wire.simulator.options)  # type: ignore[misc]
    wire.asked.clear()
    assert calls > 12
    return right


@pytest.mark.parametrize("number", [1, 3, 6, 12])
@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_asked_again_and_the_pull_is_right(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]], name: str, number: int
) -> None:
    wire.hand = on(number, PASSING[name])
    assert right_or_refused(take, truth) == "stored"


@pytest.mark.parametrize("name", [*PASSING, *LASTING])
def test_what_does_not_pass_is_refused(take: Take, wire: Wire, truth: set[tuple[Any, ...]], name: str) -> None:
    wire.hand = always((PASSING | LASTING)[name])
    assert right_or_refused(take, truth) != "stored"
    assert len(wire.asked) <= 5


def test_credentials_that_expire_in_the_middle_are_renewed_once(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]]
) -> None:
    wire.hand = lambda call, operation, reply: EXPIRED(reply) if call in {3, 9} else reply
    assert right_or_refused(take, truth) == "stored"
    tokens = [request.get("NextPageToken") for request in wire.asked]
    assert tokens[2] == tokens[3] is not None  # the query goes on where it was
    wire.asked.clear()
    wire.hand = lambda call, operation, reply: EXPIRED(reply) if call >= 3 else reply
    assert right_or_refused(take, truth).startswith("The AWS credentials have expired.")
    assert len(wire.asked) == 4


@pytest.mark.parametrize("number", [2, 7])
@pytest.mark.parametrize("name", LASTING)
def test_an_error_in_the_middle_is_refused_at_once(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]], name: str, number: int
) -> None:
    wire.hand = on(number, LASTING[name])
    assert right_or_refused(take, truth) != "stored"
    assert len(wire.asked) == number


@pytest.mark.parametrize("number", [3, 7, 9, 14])
@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_bad_page_is_never_stored(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]], name: str, number: int
) -> None:
    touched: list[bool] = []

    def hand(call: int, operation: str, reply: Reply) -> Reply:
        bad = BAD_PAGES[name](reply) if call == number else reply
        touched.append(json.loads(bad.body) != json.loads(reply.body))
        return bad

    wire.hand = hand
    assert (right_or_refused(take, truth) == "stored") is not any(touched)


@pytest.mark.parametrize("fault", [dropped("NextPageToken"), without_first_period])
@pytest.mark.parametrize("number", range(1, 16))
def test_lost_pages_are_never_taken_for_the_whole(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]], fault: Fault, number: int
) -> None:
    wire.hand = on(number, fault)
    right_or_refused(take, truth)


def test_a_token_that_comes_again_ends_the_query_in_a_refusal(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]]
) -> None:
    def hand(call: int, operation: str, reply: Reply) -> Reply:
        token = wire.asked[-1].get("NextPageToken")
        return changed(reply, lambda answer: answer.update(NextPageToken=token)) if token else reply

    wire.hand = hand
    assert right_or_refused(take, truth) != "stored"
    assert len(wire.asked) < 10


def test_a_page_without_results_but_with_a_token_is_followed(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]]
) -> None:
    def hand(call: int, operation: str, reply: Reply) -> Reply:
        first = operation == "GetCostAndUsage" and "NextPageToken" not in wire.asked[-1]
        return json_reply({"ResultsByTime": [], "NextPageToken": "first"}) if first else reply

    wire.hand = hand
    forget_token(wire)
    assert right_or_refused(take, truth) == "stored"


def forget_token(wire: Wire) -> None:
    """Makes the simulator read the token `first` as no token."""
    answer = wire.simulator.answer

    def lenient(target: str, authorization: str, body: bytes) -> Reply:
        request = json.loads(body)
        if request.get("NextPageToken") == "first":
            del request["NextPageToken"]
        return answer(target, authorization, json.dumps(request).encode())

    wire.answer_from = lenient


def test_a_bill_restated_between_two_pages_is_refused(take: Take, wire: Wire, truth: set[tuple[Any, ...]]) -> None:
    def hand(call: int, operation: str, reply: Reply) -> Reply:
        if call == 8:
            wire.serve(((1, "111111111111", "AWS Lambda", "Usage", "new", "7", "7"),))
        return reply

    wire.hand = hand
    assert right_or_refused(take, truth) != "stored"


def test_a_bill_in_two_currencies_is_refused(take: Take, wire: Wire, truth: set[tuple[Any, ...]]) -> None:
    def hand(call: int, operation: str, reply: Reply) -> Reply:
        return replace(reply, body=reply.body.replace(b'"USD"', b'"EUR"')) if call > 5 else reply

    wire.hand = hand
    assert "EUR" in right_or_refused(take, truth)
