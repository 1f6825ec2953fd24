"""Access keys and roles: who asks, and what he may."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import DENIED, EXPIRED, NOT_READY, UNKNOWN_KEY, CostExplorerError

STATES = ("good", "expired", "unknown")
COST_EXPLORER = ("on", "off", "no-data")


@dataclass(frozen=True, slots=True)
class Key:
    """What an access key opens. `denied` are actions such as "ce:GetTags"; "ce:*" denies all of them.

    `cost_explorer` of its account is on, off, or switched on lately and without data. `is_payer`: the account is the
    payer, or is allowed to manage tags for it. A key that was assumed ends at `until`.
    """

    arn: str = ""
    denied: frozenset[str] = frozenset()
    cost_explorer: str = "on"
    is_payer: bool = True
    state: str = "good"
    until: dt.datetime | None = None

    def may(self, action: str) -> bool:
        return action not in self.denied and f"{action.partition(':')[0]}:*" not in self.denied


@dataclass(frozen=True, slots=True)
class Role:
    """A role that can be assumed with the external id, and what its keys open."""

    external_id: str = ""
    key: Key = Key()


@dataclass(frozen=True, slots=True)
class Credentials:
    """The answer to AssumeRole."""

    access_key: str
    secret: str
    token: str
    until: dt.datetime
    arn: str


@dataclass(slots=True)
class Keys:
    """Keys that nobody has named open everything; roles too, unless some are named. All methods need a lock."""

    account: str = "000000000000"
    known: dict[str, Key] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    def key(self, access_key: str) -> Key:
        named = self.known.get(access_key, Key())
        return named if named.arn else replace(named, arn=f"arn:aws:iam::{self.account}:user/{access_key}")

    def check(self, access_key: str, action: str, now: dt.datetime) -> Key:
        """The key, which is good and may do this. Raises CostExplorerError."""
        key = self.key(access_key)
        if key.state == "unknown":
            raise CostExplorerError(*UNKNOWN_KEY)
        if key.state == "expired" or (key.until and key.until <= now):
            raise CostExplorerError(*EXPIRED)
        if not key.may(action):
            raise not_authorized(key.arn, action, f"arn:aws:ce:us-east-1:{self.account}:/{action.partition(':')[2]}")
        return key

    def assume(self, access_key: str, wish: Mapping[str, str], now: dt.datetime) -> Credentials:
        """New credentials of the role. Raises CostExplorerError where the role may not be assumed."""
        arn, session = wish.get("RoleArn", ""), wish.get("RoleSessionName", "session")
        key = self.check(access_key, "sts:AssumeRole", now)
        role = self.roles.get(arn, None if self.roles else Role())
        if role is None or (role.external_id and role.external_id != wish.get("ExternalId")):
            raise not_authorized(key.arn, "sts:AssumeRole", arn)
        until = now + dt.timedelta(seconds=int(wish.get("DurationSeconds") or 3600))
        assumed = arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + f"/{session}"
        made = Credentials(
            f"ASIA{secrets.token_hex(8).upper()}", secrets.token_hex(20), secrets.token_hex(64), until, assumed
        )
        self.known[made.access_key] = replace(role.key, arn=assumed, until=until)
        return made

    def expire(self, access_keys: frozenset[str]) -> int:
        """Ends the named keys, or without names all that were assumed. Returns how many."""
        ended = [name for name, key in self.known.items() if name in access_keys or (not access_keys and key.until)]
        self.known |= {name: replace(self.known[name], state="expired") for name in ended}
        return len(ended)


def check_account(key: Key, is_payers: bool) -> None:
    """The key's account has Cost Explorer, with data, and may ask what only payers may. Raises CostExplorerError."""
    if key.cost_explorer == "off":
        raise CostExplorerError(*DENIED)
    if is_payers and not key.is_payer:
        raise CostExplorerError(
            "AccessDeniedException",
            "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.",
        )
    if key.cost_explorer == "no-data":
        raise CostExplorerError(*NOT_READY)


def not_authorized(arn: str, action: str, resource: str) -> CostExplorerError:
    return CostExplorerError(
        "AccessDeniedException",
        f"User: {arn} is not authorized to perform: {action} on resource: {resource} "
        f"because no identity-based policy allows the {action} action",
    )


def read_key(value: Mapping[str, Any]) -> Key:
    """A key as people write it in JSON. Raises ValueError with what to write instead."""
    return Key(
        arn=str(value.get("arn", "")),
        denied=frozenset(value.get("denied", ())),
        cost_explorer=_one_of(value, "cost_explorer", COST_EXPLORER),
        is_payer=bool(value.get("is_payer", True)),
        state=_one_of(value, "state", STATES),
    )


def read_role(value: Mapping[str, Any]) -> Role:
    return Role(str(value.get("external_id", "")), read_key(value))


def _one_of(value: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    word = value.get(name, allowed[0])
    if word not in allowed:
        raise ValueError(f"{name} is one of {', '.join(allowed)}.")
    return str(word)
