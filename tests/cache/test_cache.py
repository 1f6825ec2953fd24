"""Results kept in Redis: read again by those who may, never wrong, never an error."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
import redis
from django.conf import settings

from chargeback import cache
from chargeback.cache import Away, name_of, read_through
from tests.costs.workers import redis_url


@dataclass(frozen=True, slots=True)
class Figure:
    amount: Decimal
    day: dt.date
    names: dict[str, str]


EXACT = Figure(Decimal("-1234567890123.0000000001"), dt.date(2026, 10, 1), {"a": "𝕊\u202e<b>"})
OTHER = Figure(Decimal(0), dt.date(2026, 10, 2), {})


OWN = 4  # the tests beside these keep pages in the Redis database 0


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """A database of the tests' Redis that only this file uses, without what the last test kept."""
    Away.until = 0.0
    monkeypatch.setattr(settings, "REDIS_URL", redis_url(OWN))
    opened = redis.Redis.from_url(settings.REDIS_URL)
    for key in opened.scan_iter(f"{cache.PREFIX}*"):
        opened.delete(key)
    yield opened
    Away.until = 0.0
    opened.close()


def kept(scope: str = "company", version: str = "1", figure: Figure = EXACT) -> Figure:
    return read_through("figure", scope, version, Figure, lambda: figure)


def never() -> Figure:
    raise AssertionError("This was to be read from the cache.")


@pytest.mark.usefixtures("server")
def test_what_was_worked_out_is_read_again_to_the_last_digit() -> None:
    assert kept() == EXACT
    assert read_through("figure", "company", "1", Figure, never) == EXACT


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("changed", [{"scope": "team:7"}, {"version": "2"}])
def test_another_scope_or_other_data_is_worked_out_anew(changed: dict[str, str]) -> None:
    assert kept() == EXACT
    assert kept(figure=OTHER, **changed) == OTHER
    assert kept(figure=OTHER) == EXACT


@pytest.mark.usefixtures("server")
def test_another_database_shares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "another")
    assert kept(figure=OTHER) == OTHER


SPOILS: dict[str, Callable[[redis.Redis, str], object]] = {
    "another hand's value": lambda server, key: server.set(key, b"x" * 32 + b"{}"),
    "a value of another key": lambda server, key: server.copy(name_of("figure", "team:7", "1"), key, replace=True),
    "half a value": lambda server, key: server.set(key, (server.get(key) or b"")[:40]),
    "nothing": lambda server, key: server.set(key, b""),
    "another type": lambda server, key: (server.delete(key), server.lpush(key, "x")),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_what_the_portal_did_not_put_there_is_not_believed(spoil: str, server: redis.Redis) -> None:
    kept("team:7")
    kept("company", figure=OTHER)
    SPOILS[spoil](server, name_of("figure", "company", "1"))
    assert kept("company", figure=OTHER) == OTHER


def test_a_value_of_another_version_of_the_portal_is_worked_out_anew(server: redis.Redis) -> None:
    assert read_through("figure", "company", "1", dict, lambda: {"amount": 1}) == {"amount": 1}
    assert kept() == EXACT


def test_nothing_in_redis_tells_who_sees_what_and_everything_runs_out(server: redis.Redis) -> None:
    kept("team:payments")
    (key,) = server.scan_iter(f"{cache.PREFIX}*")
    assert b"payments" not in key
    assert 0 < server.ttl(key) <= cache.A_DAY


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:1/0", "unix:///nowhere/redis.sock?db=0", "redis://192.0.2.1:6379/0"]
)
@pytest.mark.usefixtures("server")
def test_redis_away_means_slower_and_asked_again_only_after_a_pause(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(settings, "REDIS_URL", url)
        elsewhere.setattr(cache, "PATIENCE", 0.25)
        assert [kept(), kept(figure=OTHER)] == [EXACT, OTHER]
    assert Away.until > time.monotonic()
    Away.until = 0.0
    assert [kept(), kept(figure=OTHER)] == [EXACT, EXACT]


@pytest.mark.usefixtures("server")
def test_a_result_too_large_for_a_small_redis_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 10)
    assert [kept(), kept(figure=OTHER)] == [EXACT, OTHER]
