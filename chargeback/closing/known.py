"""A month as it was known at a day, beside what is known of it now, and why the two differ.

What was known is the newest run that had been recorded by the end of that day: runs are never thrown away.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.stamps import names_of

from .close_figures import sums
from .comparing import last_known
from .drafting import UNALLOCATED
from .models import Adjustment, StateChange

ZERO = Decimal("0.00")
WHILE_OPEN = "calculated anew while the month was open"


@dataclass(frozen=True, slots=True)
class KnownTeam:
    """A team's charges as known then and now, in cents; `why` says what each cause has moved in between."""

    slug: str
    name: str
    then: Decimal
    now: Decimal
    why: tuple[tuple[str, Decimal], ...]

    @property
    def change(self) -> Decimal:
        return self.now - self.then


@dataclass(frozen=True, slots=True)
class Known:
    """`state` is what the period was on that day. The teams' sums are the bill as known then and now, in cents."""

    month: dt.date
    currency: str
    on: dt.date
    state: str
    run_then: int
    run_now: int
    recorded_then: dt.datetime
    recorded_now: dt.datetime
    teams: tuple[KnownTeam, ...]

    @property
    def then(self) -> Decimal:
        return sum((team.then for team in self.teams), ZERO)

    @property
    def now(self) -> Decimal:
        return sum((team.now for team in self.teams), ZERO)


def known_on(period: BillingPeriod, on: dt.date) -> Known | None:
    """None when nothing was known of the period by the end of that day, or nothing is now."""
    until = dt.datetime.combine(on, dt.time.max, dt.UTC)
    then = Run.objects.filter(period=period, created_at__lte=until).order_by("created_at", "pk").last()
    now = newest_run(period)
    if then is None or now is None:
        return None
    return Known(
        month=period.month,
        currency=period.currency,
        on=on,
        state=state_on(period, until),
        run_then=then.pk,
        run_now=now.pk,
        recorded_then=then.created_at,
        recorded_now=now.created_at,
        teams=tuple(teams(period, then, now, until)),
    )


def newest_run(period: BillingPeriod) -> Run | None:
    """The current run; of a closed period the one that its adjustments lead to."""
    if period.state == BillingPeriod.State.CLOSED and (known := last_known(period)):
        return known.run
    return period.current_run


def state_on(period: BillingPeriod, until: dt.datetime) -> str:
    last = StateChange.objects.filter(period=period, at__lte=until).order_by("at", "pk").last()
    return last.after if last else BillingPeriod.State.OPEN


def teams(period: BillingPeriod, then: Run, now: Run, until: dt.datetime) -> Iterable[KnownTeam]:
    """Every team with charges then or now, and nobody; the largest change first."""
    before, after, causes = sums(then), sums(now), moved_since(period, until)
    for made_at, slug, amount in transferred(period):
        after[slug] = after.get(slug, ZERO) + amount
        if made_at <= until:
            before[slug] = before.get(slug, ZERO) + amount
    names = names_of(then).parties | names_of(now).parties
    found = []
    for slug in sorted({*before, *after}):
        change = after.get(slug, ZERO) - before.get(slug, ZERO)
        why = causes.get(slug, [])
        rest = change - sum((amount for _, amount in why), ZERO)
        name = names[slug].name if slug in names else UNALLOCATED
        told = (*why, (WHILE_OPEN, rest)) if rest else tuple(why)
        found.append(KnownTeam(slug, name, before.get(slug, ZERO), after.get(slug, ZERO), told))
    return sorted(found, key=lambda team: (-abs(team.change), team.name))


def transferred(period: BillingPeriod) -> Iterable[tuple[dt.datetime, str, Decimal]]:
    """What transfers move, which no run knows of: when, at which team, how much. Together nothing."""
    moved = Adjustment.objects.filter(period=period, transfer__isnull=False).order_by("pk")
    for made_at, slug, amount in moved.values_list("created_at", "team__slug", "amount"):
        yield made_at, slug or "", amount


def moved_since(period: BillingPeriod, until: dt.datetime) -> dict[str, list[tuple[str, Decimal]]]:
    """By team, what each cause has moved after that moment."""
    later = Adjustment.objects.filter(period=period, created_at__gt=until).exclude(state=Adjustment.State.REPLACED)
    causes = dict(Adjustment.Cause.choices)
    found: dict[str, list[tuple[str, Decimal]]] = {}
    summed = later.values_list("team__slug", "cause").annotate(total=Sum("amount")).order_by("team__slug", "cause")
    for slug, cause, total in summed:
        if total:
            found.setdefault(slug or "", []).append((str(causes[cause]), total))
    return found
