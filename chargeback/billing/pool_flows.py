"""What went from pool to pool and team in a stored run, added up over the month."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from .models import PoolShare, Run, StatementLine


@dataclass(frozen=True, slots=True)
class Flow:
    """What went from a pool to a pool or team (by slug; "" is nobody) in the whole month, exact."""

    source: str
    kind: str
    target: str
    amount: Decimal


def sums(flows: Iterable[Flow], by_target: bool) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for flow in flows:
        slug = flow.target if by_target else flow.source
        found[slug] = found.get(slug, Decimal(0)) + flow.amount
    return found


def flows_of(run: Run) -> tuple[Flow, ...]:
    """What each pool handed to each pool and team, added up over the month."""
    shares = PoolShare.objects.filter(run=run).values_list("pool__slug", "receiver_pool__slug", "team__slug")
    found = shares.annotate(Sum("amount")).order_by("pool__slug", "receiver_pool__slug", "team__slug")
    return tuple(Flow(pool, "pool" if to else "team", to or team or "", amount) for pool, to, team, amount in found)


def carried_of(run: Run) -> tuple[Flow, ...]:
    """Who bears the own cost of each pool in the end."""
    lines = StatementLine.objects.filter(run=run).exclude(pool=None).values_list("pool__slug", "team__slug")
    found = lines.annotate(Sum("amount")).order_by("pool__slug", "team__slug")
    return tuple(Flow(pool, "team", team or "", amount) for pool, team, amount in found)
