"""How a pull bears what goes wrong: how often it asks, where it goes on, when it gives up, what it says.

That it is right or refused under every kind of fault is looked at in tests/faults.
"""

from collections.abc import Callable
from typing import Any

import pytest

from chargeback.costs.models import Pull
from chargeback.demo.faults import KINDS, Reply, error_reply
from chargeback.sources.refusals import SourceError

from .conftest import Hand, Wire, stored
from .test_pull import found

Take = Callable[..., Pull]
Fault = Callable[[Reply], Reply]
PASSING = ("half-body", "empty-object", "reset", "throttle", "error-503", "invalid-token", "request-changed")
LASTING = ("denied", "not-enabled", "not-ready", "validation", "new-error")


def on(number: int, fault: Fault) -> Hand:
    return lambda call, operation, reply: fault(reply) if call == number else reply


def always(fault: Fault) -> Hand:
    return lambda call, operation, reply: fault(reply)


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
    assert calls > 10
    return right


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_asked_again_and_the_pull_is_right(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]], name: str
) -> None:
    wire.hand = on(6, KINDS[name])
    assert right_or_refused(take, truth) == "stored"


@pytest.mark.parametrize("name", [*PASSING, *LASTING])
def test_what_does_not_pass_is_refused_after_a_few_tries(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]], name: str
) -> None:
    wire.hand = always(KINDS[name])
    assert right_or_refused(take, truth) != "stored"
    assert len(wire.asked) <= 5


@pytest.mark.parametrize("name", LASTING)
def test_an_error_in_the_middle_is_refused_at_once(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]], name: str
) -> None:
    wire.hand = on(7, KINDS[name])
    assert right_or_refused(take, truth) != "stored"
    assert len(wire.asked) == 7


def test_an_error_code_may_come_with_a_name_before_it(take: Take, wire: Wire, truth: set[tuple[Any, ...]]) -> None:
    wire.hand = on(6, lambda _: error_reply("com.amazon#RequestChangedException", "changed"))
    assert right_or_refused(take, truth) == "stored"


def test_credentials_that_expire_in_the_middle_are_renewed_once(
    take: Take, wire: Wire, truth: set[tuple[Any, ...]]
) -> None:
    expired = KINDS["expired-token"]
    wire.hand = lambda call, operation, reply: expired(reply) if call in {3, 9} else reply
    assert right_or_refused(take, truth) == "stored"
    tokens = [request.get("NextPageToken") for request in wire.asked]
    assert tokens[2] == tokens[3] is not None  # the query goes on where it was
    wire.asked.clear()
    wire.hand = lambda call, operation, reply: expired(reply) if call >= 3 else reply
    assert right_or_refused(take, truth).startswith("The AWS credentials have expired.")
    assert len(wire.asked) == 4
