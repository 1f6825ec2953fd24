"""At most so many wrong passwords for an account, and from an address, in a while. Kept in PostgreSQL.

A guess is written down before the password is looked at and taken back when it was right, under a lock: of fifty at
once no more than the allowed ones are looked at. Nothing tells whether there is such an account. A right password
takes back only its own guess, so nobody gets more guesses by signing in between.
"""

import datetime as dt
import hmac
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from chargeback.jobs.locks import hold_until_commit

from .models import Guess

MOST = 10
WHILE = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Guessing:
    """A guess that may be looked at."""

    rows: tuple[int, ...]

    def take_back(self) -> None:
        Guess.objects.filter(pk__in=self.rows).delete()


@transaction.atomic
def begin(account: str, address: str, now: dt.datetime) -> Guessing | None:
    """A guess, already counted as wrong; None when there were too many for the account or from the address."""
    keys = keys_of(account, address)
    for key in keys:
        hold_until_commit(f"guess:{key}")
    Guess.objects.filter(at__lte=now - WHILE).delete()
    if are_too_many(keys, now):
        return None
    return Guessing(tuple(Guess.objects.create(key=key, at=now).pk for key in keys))


def is_shut(account: str, address: str, now: dt.datetime) -> bool:
    """Whether the next guess would not be looked at."""
    return are_too_many(keys_of(account, address), now)


def are_too_many(keys: tuple[str, ...], now: dt.datetime) -> bool:
    return any(Guess.objects.filter(key=key, at__gt=now - WHILE).count() >= MOST for key in keys)


def keys_of(account: str, address: str) -> tuple[str, ...]:
    """Of the account, however it is written, and of the address, where there is one."""
    named = (f"account {account.strip().casefold()}", f"address {network_of(address)}" if address else "")
    secret = b"chargeback.accounts" + settings.SECRET_KEY.encode()
    return tuple(hmac.digest(secret, one.encode(), "sha256").hex() for one in named if one)


def network_of(address: str) -> str:
    """The address; of IPv6 the first 64 bits, as whoever has one has all of these."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
