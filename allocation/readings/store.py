"""A plan that somebody has looked at -> readings in the database, all or nothing."""

import hashlib
from collections.abc import Iterable

from django.db import transaction

from allocation.models import Driver, Reading
from allocation.rulebook import load_rulebook
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
    drivers = {one.slug: one.pk for one in Driver.objects.select_for_update().order_by("pk")}
    plan = plan_of(table, load_rulebook(), driver)
    if fingerprint(plan) != seen or plan.refused:
        raise ChangedMeanwhileError(plan)
    targets = Targets.load()
    Reading.objects.bulk_create(
        Reading(driver_id=drivers[one.reading.driver], value=decimal(one.reading.value), **key_columns(one, targets))
        for one in plan.new
    )
    for one in plan.changed:
        row = Reading.objects.filter(driver_id=drivers[one.reading.driver], **key_columns(one, targets))
        row.update(value=decimal(one.reading.value))
    return plan


def key_columns(entry: Entry, targets: Targets) -> dict[str, object]:
    return {"month": entry.reading.month, **targets.columns(entry.reading.target)}


def fingerprint(plan: Plan) -> str:
    """Equal for plans that store the same over the same."""
    return hashlib.sha256(repr((plan.new, plan.changed)).encode()).hexdigest()


def drivers_of(entries: Iterable[Entry]) -> list[str]:
    return sorted({entry.reading.driver for entry in entries})
