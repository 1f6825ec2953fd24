"""A plan that somebody has looked at -> readings in the database, all or nothing."""

import hashlib
from collections.abc import Iterable

from django.db import transaction

from allocation.engine.rulebook import Reading as ReadingValue
from allocation.models import Driver, Reading
from allocation.rulebook import load_rulebook
from allocation.rulebook.lock import hold_rulebook
from allocation.rulebook.save_splits import Targets, decimal

from .plan import Entry, Plan, plan_of
from .upload import Table


class ChangedMeanwhileError(Exception):
    """What would be done is no longer what was looked at; `plan` is what would be done now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("The readings or the rulebook have changed since you looked; look again.")
        self.plan = plan


@transaction.atomic
def store(table: Table, driver: str, seen: str) -> Plan:
    """Stores what the table says and returns what was done: exactly the plan whose fingerprint is `seen`.

    Raises ChangedMeanwhileError when that has become another one; then nothing is stored.
    """
    hold_rulebook()
    drivers = {one.slug: one.pk for one in Driver.objects.select_for_update().order_by("pk")}
    list(Reading.objects.select_for_update().order_by("pk").values_list("pk"))  # nobody changes what is compared below
    plan = plan_of(table, load_rulebook(), driver)
    if fingerprint(plan) != seen or plan.refused:
        raise ChangedMeanwhileError(plan)
    write(plan, drivers, Targets.load())
    return plan


def write(plan: Plan, drivers: dict[str, int], targets: Targets) -> None:
    """One statement for new and changed ones alike: fifty thousand single updates would outlast a request."""
    Reading.objects.bulk_create(
        (row_of(one.reading, drivers, targets) for one in (*plan.new, *plan.changed)),
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["driver", "month", "team", "project", "pool"],
        update_fields=["value"],
    )


def row_of(reading: ReadingValue, drivers: dict[str, int], targets: Targets) -> Reading:
    receiver = targets.columns(reading.target)
    return Reading(driver_id=drivers[reading.driver], month=reading.month, value=decimal(reading.value), **receiver)


def fingerprint(plan: Plan) -> str:
    """Equal for plans that store the same over the same."""
    return hashlib.sha256(repr((plan.new, plan.changed)).encode()).hexdigest()


def drivers_of(entries: Iterable[Entry]) -> list[str]:
    return sorted({entry.reading.driver for entry in entries})
