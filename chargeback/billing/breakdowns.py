"""A team's own cost by what only its series know: account and environment, beside its shared cost as one row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from allocation.engine.money import from_cents, round_to_cents, to_units
from allocation.models import AllocationOptions, Team
from chargeback.datastate.known import known

from .figures import Amounts, Row, percent
from .models import Assignment, Run
from .rows import ZERO

ENVIRONMENT_KEYS = ("env", "environment", "stage")
SHARED = "*"  # no account and no tag value; the row of what came through pools
SHARED_NAME = "Shared cost, through pools"
NO_ACCOUNT, NO_TAG = "(no account)", "(no tag)"


@dataclass(frozen=True, slots=True)
class OwnCost:
    """What a team's series of one account and one set of tags cost in a run, exactly."""

    account: str
    account_name: str
    tags: dict[str, str]
    amount: Decimal


def own_costs(run: Run, before: Run | None, team: Team) -> tuple[list[OwnCost], list[OwnCost]]:
    """The team's own cost in the run and in the run before; nothing without one."""
    found: dict[int, list[OwnCost]] = {one.pk: [] for one in (run, before) if one}
    series = Assignment.objects.filter(run__in=found, team=team, pool=None).order_by()
    columns = ("run_id", "series__sub_account_id", "series__sub_account_name", "series__tags")
    for pk, *one in series.values_list(*columns).annotate(Sum("amount")):
        found[pk].append(OwnCost(*one))
    return found[run.pk], found[before.pk] if before else []


def by_account(now: list[OwnCost], before: list[OwnCost], total: Amounts, shared_before: Decimal) -> tuple[Row, ...]:
    """One row per account and one for shared cost. They add up to the statement."""
    names = {one.account: one.account_name or one.account for one in (*before, *now)}
    names[""] = NO_ACCOUNT
    return rows(now, before, total, shared_before, lambda one: one.account, names)


def by_environment(
    key: str, now: list[OwnCost], before: list[OwnCost], total: Amounts, shared_before: Decimal
) -> tuple[Row, ...]:
    """One row per value of the environment's tag and one for shared cost. They add up to the statement."""
    if not key:
        return ()
    names = {one.tags.get(key, ""): one.tags.get(key) or NO_TAG for one in (*before, *now)}
    return rows(now, before, total, shared_before, lambda one: one.tags.get(key, ""), names)


def environment_key(costs: Iterable[OwnCost]) -> str:
    """The tag key that names the environment: the one that is set, else the first usual one that occurs, else none."""
    agreed = known("environment key", read_environment_key)
    if agreed:
        return agreed
    found: dict[str, int] = {}
    for one in costs:
        for key in one.tags:
            if key.casefold() in ENVIRONMENT_KEYS:
                found[key] = found.get(key, 0) + 1
    return min(found, key=lambda key: (ENVIRONMENT_KEYS.index(key.casefold()), -found[key], key), default="")


def read_environment_key() -> str:
    return AllocationOptions.objects.values_list("environment_key", flat=True).first() or ""


def rows(
    now: list[OwnCost],
    before: list[OwnCost],
    total: Amounts,
    shared_before: Decimal,
    key: Callable[[OwnCost], str],
    names: dict[str, str],
) -> tuple[Row, ...]:
    """Rows in cents, dearest first; the shared cost stands last."""
    knows_before = total.previous is not None
    direct_before = (total.previous or ZERO) - shared_before
    cents, previous = in_cents(now, key, total.direct), in_cents(before, key, direct_before)
    found = [
        row(one, names[one], cents.get(one, ZERO), ZERO, previous.get(one, ZERO) if knows_before else None, total.total)
        for one in {*cents, *previous}
    ]
    found.sort(key=lambda one: (-one.amounts.total, one.name, one.slug))
    if total.shared or shared_before:
        before_or_not = shared_before if knows_before else None
        found.append(row(SHARED, SHARED_NAME, ZERO, total.shared, before_or_not, total.total))
    return tuple(found)


def in_cents(costs: Iterable[OwnCost], key: Callable[[OwnCost], str], total: Decimal) -> dict[str, Decimal]:
    """The costs by key, in cents that are together exactly `total`."""
    sums: dict[str, int] = {}
    for one in costs:
        sums[key(one)] = sums.get(key(one), 0) + to_units(one.amount)
    keys = sorted(sums)
    rounded = round_to_cents([sums[one] for one in keys], int(total * 100) if keys else 0)
    return {one: from_cents(cents) for one, cents in zip(keys, rounded, strict=True)}


def row(slug: str, name: str, direct: Decimal, shared: Decimal, previous: Decimal | None, whole: Decimal) -> Row:
    return Row(slug, name, Amounts(direct, shared, direct + shared, previous), percent(direct + shared, whole))
