"""Guessing passwords: ten wrong ones in a quarter of an hour, for an account and from an address, and no word more."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from chargeback.accounts import throttle
from chargeback.accounts.models import Guess
from tests.conftest import PASSWORD, person
from tests.portal.reading import text

SHUT = "Too many wrong passwords for this name or from this address."
WRONG = "User name and password do not match."
NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)


def tried(name: str, password: str, address: str = "192.0.2.1", where: str = "/login/") -> str:
    """What the page says; empty when it lets in."""
    answer = Client(REMOTE_ADDR=address).post(where, {"username": name, "password": password})
    return "" if answer.status_code == 302 else text(answer)


@pytest.mark.parametrize("name", ["fay", "nobody"])
def test_after_ten_wrong_passwords_the_right_one_is_not_looked_at(fay: User, name: str) -> None:
    """The same words for a name that does not exist."""
    for number in range(throttle.MOST):
        assert WRONG in tried(name, "wrong", f"192.0.2.{number}") or number == throttle.MOST - 1
    assert SHUT in tried(name, PASSWORD, "198.51.100.7")
    assert SHUT in tried(name.upper() + " ", PASSWORD, "198.51.100.8")


def test_an_address_is_shut_for_every_name_and_no_other_address_is(fay: User) -> None:
    for number in range(throttle.MOST):
        tried(f"name{number}", "wrong")
    assert SHUT in tried("fay", PASSWORD)
    assert tried("fay", PASSWORD, "198.51.100.7") == ""


def test_all_addresses_of_one_ipv6_network_are_one(fay: User) -> None:
    for number in range(throttle.MOST):
        tried(f"name{number}", "wrong", f"2001:db8:1:2::{number}")
    assert SHUT in tried("fay", PASSWORD, "2001:db8:1:2:ffff::1")
    assert tried("fay", PASSWORD, "2001:db8:1:3::1") == ""


def test_signing_in_between_gives_no_further_guesses(fay: User) -> None:
    for _ in range(throttle.MOST - 1):
        tried("fay", "wrong")
        assert tried("fay", PASSWORD) == ""
    tried("fay", "wrong")
    assert SHUT in tried("fay", PASSWORD)


def test_the_administrations_own_login_counts_too(ada: User) -> None:
    for _ in range(throttle.MOST):
        tried("ada", "wrong", where="/admin/login/")
    assert SHUT in tried("ada", PASSWORD, where="/admin/login/")
    assert SHUT in tried("ada", PASSWORD)


@pytest.mark.django_db
def test_a_quarter_of_an_hour_later_it_is_open_again() -> None:
    guesses = [throttle.begin("fay", "192.0.2.1", NOW) for _ in range(throttle.MOST)]
    assert all(guesses)
    assert throttle.begin("fay", "", NOW) is None
    assert throttle.begin("fay", "", NOW + throttle.WHILE)
    assert Guess.objects.count() == 1


@pytest.mark.django_db
def test_what_was_typed_as_a_name_cannot_be_read() -> None:
    throttle.begin("my-password-in-the-wrong-field", "192.0.2.1", NOW)
    stored = " ".join(Guess.objects.values_list("key", flat=True))
    assert "my-password" not in stored
    assert "192.0.2.1" not in stored


@pytest.mark.django_db(transaction=True)
def test_of_fifty_guesses_at_once_ten_are_looked_at() -> None:
    def guess(_: int) -> bool:
        try:
            return throttle.begin("fay", "", NOW) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(guess, range(50))) == throttle.MOST


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(settings: object, db: None) -> None:
    settings.BEHIND_PROXY = True  # type: ignore[attr-defined]
    person("fay")
    for number in range(throttle.MOST):
        forged = f"203.0.113.{number}, 192.0.2.1"
        Client(headers={"X-Forwarded-For": forged}).post("/login/", {"username": f"n{number}", "password": "wrong"})
    client = Client(headers={"X-Forwarded-For": "203.0.113.99, 192.0.2.1"})
    assert SHUT in text(client.post("/login/", {"username": "fay", "password": PASSWORD}))
