"""Ids in events -> names: as they are now, or as they were last where the row is gone."""

from collections.abc import Iterable, Mapping

from django.contrib.auth import get_user_model
from django.db.models import Model

from allocation.models import EVENTS, Driver, Owner, Pool, Project, Team

from .events import Event

NAMED: dict[str, type[Model]] = {
    "team_id": Team,
    "unallocated_team_id": Team,
    "project_id": Project,
    "pool_id": Pool,
    "owner_id": Owner,
    "driver_id": Driver,
}


class Names:
    """The names of everything that some events mention, looked up in a fixed number of queries."""

    def __init__(self, events: Iterable[Event]) -> None:
        wanted: dict[type[Model], set[int]] = {}
        users: set[int] = set()
        for event in events:
            for column, model in NAMED.items():
                if (pk := event.values.get(column)) is not None:
                    wanted.setdefault(model, set()).add(pk)
            users |= {event.values["user_id"]} if event.values.get("user_id") else set()
        self.known = {model: names(model, ids) for model, ids in wanted.items()}
        self.users = dict(get_user_model()._default_manager.filter(pk__in=users).values_list("pk", "username"))

    def of(self, column: str, values: Mapping[str, int | None]) -> str:
        """The name that the row's column points to; empty when it points nowhere."""
        pk = values.get(column)
        if pk is None:
            return ""
        return self.known.get(NAMED[column], {}).get(pk, f"number {pk}")

    def user(self, pk: int) -> str:
        return self.users.get(pk, f"user {pk}")

    def target(self, values: Mapping[str, int | None]) -> str:
        """The one of team, project and pool that the row names, with its kind."""
        for kind in ("team", "project", "pool"):
            if name := self.of(f"{kind}_id", values):
                return f"{kind} {name}"
        return ""


def names(model: type[Model], ids: set[int]) -> dict[int, str]:
    found = dict(model._default_manager.filter(pk__in=ids).values_list("pk", "name"))
    gone = EVENTS[model]._default_manager.filter(pgh_obj_id__in=ids - set(found)).order_by("pgh_id")
    return found | dict(gone.values_list("pgh_obj_id", "name"))
