"""Usage without a project tag: where it arises, what of it is with nobody, and who carried cost there last.

Only usage can be tagged: tax, fees, credits and support never carry one, so they are no omission.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum

from chargeback.clock import add_months

from .coverage import honest_percent
from .models import Assignment, BillingPeriod, Run
from .run_rulebooks import rulebook_json_of
from .stamps import current_run

ZERO = Decimal(0)
USAGE = "Usage"
SHOWN = 200  # rows; the rest is one row more
LOOKED_BACK = 6  # months in which a last owner is looked for
Place = tuple[str, str]


class PlaceSum(NamedTuple):
    """What one account and service cost without a project tag, and what of it is with nobody."""

    account: str
    account_name: str
    service: str
    cost: Decimal
    nobody: Decimal


@dataclass(frozen=True, slots=True)
class LastOwner:
    """The team that last carried cost of an account and service: the newest day decides, then the larger amount."""

    slug: str
    name: str
    month: dt.date


@dataclass(frozen=True, slots=True)
class UntaggedRow:
    """Usage without a project tag in one account and service. `nobody`: of it, what is with neither team nor pool."""

    account: str
    account_name: str
    service: str
    amount: Decimal
    nobody: Decimal
    last_owner: LastOwner | None


@dataclass(frozen=True, slots=True)
class Untagged:
    """A run's usage without a project tag, dearest first; `rest` is what the places that are not listed add up to.

    `usage` is all usage, tagged or not; `percent` of it is untagged.
    """

    rows: tuple[UntaggedRow, ...]
    count: int
    amount: Decimal
    nobody: Decimal
    rest: Decimal
    rest_nobody: Decimal
    usage: Decimal
    percent: Decimal | None


def untagged(period: BillingPeriod) -> Untagged:
    """The untagged usage of the period's current run. Raises NoRunError."""
    run = current_run(period)
    usage = Assignment.objects.filter(run=run, series__charge_category=USAGE)
    places = by_place(without_keys(usage, rulebook_json_of(run)["tag_keys"]))
    shown = places[:SHOWN]
    owners = last_owners({(one.account, one.service) for one in shown}, runs_before(period))
    amount = sum((one.cost for one in places), ZERO)
    whole = usage.aggregate(sum=Sum("amount", default=ZERO))["sum"]
    return Untagged(
        rows=tuple(UntaggedRow(*one, last_owner=owners.get((one.account, one.service))) for one in shown),
        count=len(places),
        amount=amount,
        nobody=sum((one.nobody for one in places), ZERO),
        rest=sum((one.cost for one in places[SHOWN:]), ZERO),
        rest_nobody=sum((one.nobody for one in places[SHOWN:]), ZERO),
        usage=whole,
        percent=honest_percent(amount, whole),
    )


def without_keys(usage: QuerySet[Assignment], keys: Iterable[str]) -> QuerySet[Assignment]:
    """Assignments whose series carries none of the tag keys that name a project."""
    return usage.exclude(series__tags__has_any_keys=list(keys))


def by_place(assignments: QuerySet[Assignment]) -> list[PlaceSum]:
    """Sums per account and service, dearest first."""
    nobody = Sum("amount", filter=Q(team=None, pool=None), default=ZERO)
    place = ("series__sub_account_id", "series__sub_account_name", "series__service_name")
    sums = assignments.values_list(*place).annotate(cost=Sum("amount"), nobody=nobody).order_by("-cost", *place)
    return [PlaceSum(*one) for one in sums]


def runs_before(period: BillingPeriod) -> list[Run]:
    """The current runs of the period and the months before it, newest first."""
    first = add_months(period.month, -LOOKED_BACK)
    months = BillingPeriod.objects.filter(currency=period.currency, month__range=(first, period.month))
    found = months.exclude(current_run=None).select_related("current_run__period").defer("current_run__rulebook")
    return [one.current_run for one in found.order_by("-month") if one.current_run]


def last_owners(places: set[Place], runs: Iterable[Run]) -> dict[Place, LastOwner]:
    """Who carried cost of each place last. A month is read only while a place before it is without an answer."""
    owners: dict[Place, LastOwner] = {}
    for run in runs:
        if missing := places - owners.keys():
            owners |= owners_in(run, missing)
    return owners


def owners_in(run: Run, places: set[Place]) -> dict[Place, LastOwner]:
    with_teams = Assignment.objects.filter(
        run=run,
        team__isnull=False,
        series__sub_account_id__in={account for account, _ in places},
        series__service_name__in={service for _, service in places},
    )
    sums = with_teams.values_list("series__sub_account_id", "series__service_name", "team__slug", "until")
    newest: dict[Place, tuple[dt.date, Decimal, str]] = {}
    for account, service, slug, until, amount in sums.annotate(Sum("amount")).order_by("team__slug"):
        place, found = (account, service), (until, amount, slug)
        if place in places and (place not in newest or found[:2] > newest[place][:2]):
            newest[place] = found
    names = {team["slug"]: team["name"] for team in rulebook_json_of(run)["teams"]}
    month = run.period.month
    return {place: LastOwner(slug, names.get(slug, slug), month) for place, (_, _, slug) in newest.items()}
