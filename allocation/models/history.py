"""One table of events for each table that decides who pays or who sees it, written by triggers in PostgreSQL.

Bulk updates, imports and SQL by hand are seen too. Events are only ever added: a trigger refuses to change or delete
them. What reads them is allocation/history.
"""

import pghistory
from django.db import models

from .options import AllocationOptions
from .pools import Driver, Pool, Reading, Share, SplitRule
from .projects import Project, ProjectTag, Tenure
from .rules import MappingRule, RuleCondition
from .teams import Membership, Owner, Team

# Each model with the column by which the events of one owner are found, where a row belongs to another.
TRACKED: dict[type[models.Model], str] = {
    Owner: "",
    Team: "",
    Membership: "team",
    Project: "",
    ProjectTag: "project",
    Tenure: "project",
    MappingRule: "",
    RuleCondition: "rule",
    Pool: "",
    SplitRule: "pool",
    Share: "split_rule",
    Driver: "",
    Reading: "driver",
    AllocationOptions: "",
}


def event_model(model: type[models.Model], owner: str) -> type[models.Model]:
    """The table of the model's events. One statement of any size costs one trigger call."""
    name = f"{model.__name__}Event"
    columns = {"at": "pgh_created_at", "row": "pgh_obj", **({"of": owner} if owner else {})}
    indexes = [models.Index(fields=[column], name=f"{name.lower()}_{by}") for by, column in columns.items()]
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=name,
        abstract=False,
        append_only=True,
        level=pghistory.Statement,
        meta={"indexes": indexes, "default_permissions": ()},
    )


EVENTS: dict[type[models.Model], type[models.Model]] = {
    model: event_model(model, owner) for model, owner in TRACKED.items()
}
