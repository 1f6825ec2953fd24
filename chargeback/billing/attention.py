"""What somebody should look at in a month: new tag values, spikes, and pools that were not shared by their key."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, Sum

from allocation.engine.allocation import Reason
from allocation.engine.rulebook import Method

from .attention_figures import Attention, NewTag, PoolException
from .models import Assignment, BillingPeriod, PoolShare, Run
from .spikes import spikes
from .stamps import Names, current_run, names_of, run_before

INSTEAD = " instead"  # how the engine ends a note on a fallback
TAG_RULE = "tag "


def attention(period: BillingPeriod) -> Attention:
    """What the period's current run shows. Raises NoRunError when it has none."""
    run, before = current_run(period), run_before(period)
    names = names_of(run)
    return Attention(
        new_tags=tuple(new_tags(run, before)),
        spikes=spikes(run, before, names),
        pools=tuple(pool_exceptions(run, names)),
    )


def new_tags(run: Run, before: Run | None) -> list[NewTag]:
    """Tag values that no project knows and that were not there the month before, the dearest first."""
    known = unknown_values(before)
    found = [
        NewTag(*name.partition("=")[::2], amount) for name, amount in unknown_values(run).items() if name not in known
    ]
    return sorted(found, key=lambda tag: (-tag.amount, tag.value))


def unknown_values(run: Run | None) -> dict[str, Decimal]:
    """What each tag value cost that no project knows, as KEY=VALUE."""
    nobody = Assignment.objects.filter(run=run, team=None, reason=Reason.UNKNOWN_VALUE.value)
    rows = nobody.values_list("rule").annotate(Sum("amount")).order_by() if run else ()
    return {rule.removeprefix(TAG_RULE): amount for rule, amount in rows}


def pool_exceptions(run: Run, names: Names) -> Iterable[PoolException]:
    """Pools that cost something and whose split found nothing to go by; with what it did instead."""
    nobody = Q(team=None, project=None, receiver_pool=None) & ~Q(method="")
    fell_back = Q(note__endswith=INSTEAD) | nobody
    shares = PoolShare.objects.filter(fell_back, run=run).exclude(amount=0)
    rows = shares.values_list("pool__slug", "method", "note")
    for slug, method, note in sorted(set(rows.order_by())):
        yield PoolException(slug, names.pool(slug), note, lacks_readings=method == Method.DRIVER)
