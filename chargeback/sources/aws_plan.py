"""Which questions bring a bill by account, service, record type and tag, in the fewest requests.

Cost Explorer groups by two keys at most; a third is a loop. So usage is asked once per account or once per service,
whichever are fewer. A record type that carries no tag (tax and support never do, credits and discounts sometimes) needs
no loop: one question by account and service. No question overlaps another, so that their sum is the bill.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .window import Window

# Under UnblendedCost the negation cancels the covered usage, so these belong in one row.
USAGE = frozenset({"Usage", "DiscountedUsage", "SavingsPlanCoveredUsage", "SavingsPlanNegation"})
ACCOUNT, SERVICE, RECORD_TYPE = "LINKED_ACCOUNT", "SERVICE", "RECORD_TYPE"
CATEGORIES = {"Tax": "Tax", "Credit": "Credit", "Refund": "Adjustment", "Support": "Purchase"}


@dataclass(frozen=True, slots=True)
class Kind:
    """Record types that are pulled together. `is_tagged`: some cost of theirs has a value of the tag."""

    record_types: tuple[str, ...]
    is_tagged: bool


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `only` are the dimensions it is filtered by; `group_by` says what each group key stands for."""

    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group_by: tuple[str, ...] = ()
    tag_key: str = ""

    @property
    def record_type(self) -> str:
        """The record type of all its costs; all kinds of usage are called Usage."""
        first = self.only[RECORD_TYPE][0]
        return "Usage" if first in USAGE else first

    def request(self, window: Window, metrics: Sequence[str]) -> dict[str, Any]:
        """The arguments of GetCostAndUsage."""
        request: dict[str, Any] = period(window) | {"Granularity": "DAILY", "Metrics": list(metrics)}
        groups = [{"Type": "DIMENSION", "Key": key} for key in self.group_by]
        if self.tag_key:
            groups.append({"Type": "TAG", "Key": self.tag_key})
        conditions = [{"Dimensions": {"Key": key, "Values": list(values)}} for key, values in self.only.items()]
        if groups:
            request["GroupBy"] = groups
        if conditions:  # AWS refuses an And of one
            request["Filter"] = {"And": conditions} if len(conditions) > 1 else conditions[0]
        return request


CONTROL = Query()


def overview(tag_key: str) -> Query:
    """The question which record types occur, and which of them are tagged."""
    return Query(group_by=(RECORD_TYPE,), tag_key=tag_key)


def kinds(is_tagged: Mapping[str, bool]) -> list[Kind]:
    """The record types that occur: all usage as one kind, each other type by itself, as AWS adds types at will."""
    usage = tuple(sorted(USAGE.intersection(is_tagged)))
    others = [(record_type,) for record_type in sorted(set(is_tagged) - USAGE)]
    return [Kind(types, any(map(is_tagged.__getitem__, types))) for types in ([usage] if usage else []) + others]


def plan(kind: Kind, accounts: Sequence[str], services: Sequence[str], tag_key: str) -> list[Query]:
    """Questions whose answers add up to all cost of the kind. `services` are only needed for a tagged one."""
    if not kind.is_tagged:
        return [Query({RECORD_TYPE: kind.record_types}, (ACCOUNT, SERVICE))]
    loop, values, grouped = (
        (ACCOUNT, accounts, SERVICE) if len(accounts) <= len(services) else (SERVICE, services, ACCOUNT)
    )
    return [Query({loop: (value,), RECORD_TYPE: kind.record_types}, (grouped,), tag_key) for value in sorted(values)]


def charge_category(record_type: str) -> str:
    """FOCUS ChargeCategory of an AWS record type. AWS adds types: unknown fees and discounts are known by their end."""
    if record_type.endswith("Fee"):
        return "Purchase"
    if record_type.endswith("Discount"):
        return "Adjustment"
    return CATEGORIES.get(record_type, "Usage")


def period(window: Window) -> dict[str, Any]:
    return {"TimePeriod": {"Start": window.start.isoformat(), "End": window.end.isoformat()}}
