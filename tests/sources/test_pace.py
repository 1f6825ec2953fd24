"""At most two requests a second to a payer, also when calls fail; each is paid before it is made."""

from typing import Any

import pytest

from chargeback.sources.aws_calls import Patience, Till
from chargeback.sources.batch import Access, Breakdown
from chargeback.sources.cost_explorer import connect, control
from chargeback.sources.refusals import SourceError
from tests.demo.conftest import Service

from .test_roles import WINDOW


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 0.0
        self.sleeps: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.time += seconds


class Counted(Till):
    """A till with so much in it."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self) -> None:
        if not self.left:
            raise InterruptedError
        self.left -= 1

    def give_back(self) -> None:
        self.left += 1


def patience(clock: Clock, **more: Any) -> Patience:
    return Patience(sleep=clock.sleep, now=clock.now, chance=lambda: 1.0, **more)


def talk_of(clock: Clock, times: int, cloud: Service, **more: Any) -> None:
    with connect(Access(), lambda requests, share: None, patience(clock, **more)) as talk:
        for _ in range(times):
            control(talk, Breakdown(), WINDOW)


def test_requests_are_half_a_second_apart_from_the_first_on(cloud: Service) -> None:
    clock = Clock()
    talk_of(clock, 4, cloud)
    assert clock.sleeps == [0.5] * 4


def test_without_a_rate_nobody_waits(cloud: Service) -> None:
    clock = Clock()
    talk_of(clock, 4, cloud, per_second=0)
    assert clock.sleeps == []


def test_what_is_throttled_backs_off_twice_as_long_each_time(cloud: Service) -> None:
    clock = Clock()
    cloud.page("POST", "/faults", [{"on_call": call, "kind": "throttle"} for call in (1, 2, 3)])
    talk_of(clock, 1, cloud, per_second=0)
    assert clock.sleeps == [1.0, 2.0, 4.0]


def test_waits_differ_by_chance_between_half_and_all() -> None:
    clock = Clock()
    Patience(sleep=clock.sleep, chance=lambda: 0.0).wait(2)
    Patience(sleep=clock.sleep, chance=lambda: 1.0).wait(2)
    assert clock.sleeps == [2.0, 4.0]


def test_an_empty_till_keeps_the_request_from_being_made(cloud: Service) -> None:
    till = Counted(2)
    with connect(Access(), lambda requests, share: None, Patience(per_second=0), till) as talk:
        control(talk, Breakdown(), WINDOW)
        control(talk, Breakdown(), WINDOW)
        with pytest.raises(InterruptedError):
            control(talk, Breakdown(), WINDOW)
    assert cloud.page("GET", "/calls")["requests"] == 2


def test_what_aws_refuses_is_not_paid_and_a_broken_answer_is(cloud: Service) -> None:
    till, clock = Counted(9), Clock()
    cloud.page("POST", "/faults", [{"on_call": 1, "kind": "throttle"}, {"on_call": 2, "kind": "half-body"}])
    with connect(Access(), lambda requests, share: None, patience(clock, per_second=0), till) as talk:
        control(talk, Breakdown(), WINDOW)
        assert (talk.requests, till.left) == (2, 7)


def test_a_server_that_cannot_be_reached_costs_nothing(cloud: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_COST_EXPLORER", "http://127.0.0.1:9")
    till = Counted(9)
    with connect(Access(), lambda requests, share: None, patience(Clock()), till) as talk, pytest.raises(SourceError):
        control(talk, Breakdown(), WINDOW)
    assert till.left == 9
