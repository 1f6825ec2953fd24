"""Which questions bring a bill by account, service, record type and tag, in the fewest requests.

Cost Explorer groups by two keys at most. The third is a loop: one question per account or per service, whichever are
fewer. Only usage carries tags that mean something; tax, credits, refunds, fees and discounts are asked without a tag,
one question per record type. No question overlaps another, so that their sum is the bill.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .window import Window

METRICS = ("UnblendedCost", "AmortizedCost")
# Under UnblendedCost the negation cancels the covered usage, so these belong in one row.
USAGE = frozenset({"Usage", "DiscountedUsage", "SavingsPlanCoveredUsage", "SavingsPlanNegation"})
ACCOUNT, SERVICE, RECORD_TYPE = "LINKED_ACCOUNT", "SERVICE", "RECORD_TYPE"
CATEGORIES = {"Tax": "Tax", "Credit": "Credit", "Refund": "Adjustment", "Support": "Purchase"}


@dataclass(frozen=True, slots=True)
class InUse:
    """What occurs in the window. `accounts` maps ids to names."""

    record_types: Sequence[str]
    accounts: Mapping[str, str]
    services: Sequence[str]


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

    def request(self, window: Window) -> dict[str, Any]:
        """The arguments of GetCostAndUsage."""
        request: dict[str, Any] = period(window) | {"Granularity": "DAILY", "Metrics": list(METRICS)}
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


def plan(in_use: InUse, tag_key: str) -> tuple[Query, ...]:
    """Questions whose answers add up to the bill, each cost in exactly one of them."""
    usage = tuple(sorted(USAGE.intersection(in_use.record_types)))
    others = sorted(set(in_use.record_types) - USAGE)
    queries = [Query({RECORD_TYPE: (record_type,)}, (ACCOUNT, SERVICE)) for record_type in others]
    if usage:
        loop, values, grouped = smaller(in_use)
        queries += [Query({loop: (value,), RECORD_TYPE: usage}, (grouped,), tag_key) for value in sorted(values)]
    return tuple(queries)


def smaller(in_use: InUse) -> tuple[str, Sequence[str], str]:
    """The dimension to loop over, its values, and the one to group by."""
    if len(in_use.accounts) <= len(in_use.services):
        return ACCOUNT, list(in_use.accounts), SERVICE
    return SERVICE, in_use.services, ACCOUNT


def charge_category(record_type: str) -> str:
    """FOCUS ChargeCategory of an AWS record type. AWS adds types: unknown fees and discounts are known by their end."""
    if record_type.endswith("Fee"):
        return "Purchase"
    if record_type.endswith("Discount"):
        return "Adjustment"
    return CATEGORIES.get(record_type, "Usage")


def period(window: Window) -> dict[str, Any]:
    return {"TimePeriod": {"Start": window.start.isoformat(), "End": window.end.isoformat()}}
