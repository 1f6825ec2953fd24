"""The rows of a thing at one moment -> what it says, field by field, in words. Pure but for names looked up before."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

from allocation.models import (
    AllocationOptions,
    Driver,
    MappingRule,
    Membership,
    Owner,
    Pool,
    Project,
    ProjectTag,
    Reading,
    RuleCondition,
    Share,
    SplitRule,
    Team,
    Tenure,
)
from allocation.models.spans import days

from .names import Names

Row = Mapping[str, Any]
Rows = Mapping[type[Model], Mapping[int, Row]]
Fields = dict[str, str]


def fields_of(kind: str, rows: Rows, names: Names) -> Fields:
    """What the thing says; nothing when it does not exist."""
    table, words = WORDS[kind]
    for row in rows.get(table, {}).values():
        return {label: text for label, text in words(row, rows, names).items() if text}
    return {}


def rule(row: Row, rows: Rows, names: Names) -> Fields:
    conditions = [str(condition(one)) for one in of(rows, RuleCondition)]
    return {
        "name": row["name"],
        "position": str(row["position"]),
        "when": "; ".join(conditions) or "everything",
        "goes to": names.target(row),
        "days": span(row),
        "note": row["note"],
    }


def condition(row: Row) -> RuleCondition:
    known = ("dimension", "negated", "operator", "values")
    return RuleCondition(**{column: row[column] for column in known})


def project(row: Row, rows: Rows, names: Names) -> Fields:
    teams = sorted(of(rows, Tenure), key=lambda one: (one["valid_from"] is not None, one["valid_from"]))
    return {
        "name": row["name"],
        "short name": row["slug"],
        "tag values": ", ".join(sorted(one["value"] for one in of(rows, ProjectTag))),
        "teams": "; ".join(f"{names.of('team_id', one)} {span(one)}" for one in teams) or "nobody",
        "retired": yes(row["is_retired"]),
    }


def team(row: Row, rows: Rows, names: Names) -> Fields:
    members = (f"{names.user(one['user_id'])} ({one['role']})" for one in of(rows, Membership))
    return {
        "name": row["name"],
        "short name": row["slug"],
        "owner": names.of("owner_id", row),
        "cost centre": row["cost_centre"],
        "GL account": row["gl_account"],
        "can be charged": days(row["active_from"], row["active_until"]),
        "members": ", ".join(sorted(members)),
        "retired": yes(row["is_retired"]),
    }


def owner(row: Row, rows: Rows, names: Names) -> Fields:
    return {"name": row["name"], "e-mail": row["email"]}


def pool(row: Row, rows: Rows, names: Names) -> Fields:
    splits = sorted(of(rows, SplitRule), key=lambda one: (one["valid_from"] is not None, one["valid_from"]))
    return {
        "name": row["name"],
        "short name": row["slug"],
        "note": row["note"],
        "how it is shared": "; ".join(split(one, rows, names) for one in splits) or "not at all",
        "retired": yes(row["is_retired"]),
    }


def split(row: Row, rows: Rows, names: Names) -> str:
    """A split rule in one line."""
    mine = [one for one in of(rows, Share) if one["split_rule_id"] == row["id"]]
    is_fixed = row["method"] == SplitRule.Method.FIXED
    receivers = [names.target(one) + (f" {number(one['weight'])}" if is_fixed else "") for one in mine]
    how = SplitRule.Method(row["method"]).label
    measure = f" {names.of('driver_id', row)}" if row["driver_id"] else ""
    basis = f" ({SplitRule.Basis(row['basis']).label})" if row["method"] == SplitRule.Method.PROPORTIONAL else ""
    among = "all teams" if row["to_all_teams"] else ", ".join(sorted(receivers)) or "nobody"
    return f"{how}{measure}{basis} among {among}, else {row['fallback']}, {span(row)}"


def driver(row: Row, rows: Rows, names: Names) -> Fields:
    """Each reading is a field of its own, so that a change names only what changed."""
    readings = {f"reading {one['month']:%Y-%m} {names.target(one)}": number(one["value"]) for one in of(rows, Reading)}
    return {"name": row["name"], "short name": row["slug"], "unit": row["unit"], **readings}


def options(row: Row, rows: Rows, names: Names) -> Fields:
    return {
        "tag keys": ", ".join(row["tag_keys"]) or "none",
        "tag keys in any case": ", ".join(row["folded_tag_keys"]),
        "default owner": row["default_owner"],
        "services charged": ", ".join(row["services"]) or "all",
        "settlement": row["settlement"],
        "settlement order": ", ".join(row["settlement_order"]),
        "unallocated cost looked after by": names.of("unallocated_team_id", row),
    }


WORDS: dict[str, tuple[type[Model], Callable[[Row, Rows, Names], Fields]]] = {
    "rule": (MappingRule, rule),
    "project": (Project, project),
    "team": (Team, team),
    "owner": (Owner, owner),
    "pool": (Pool, pool),
    "driver": (Driver, driver),
    "options": (AllocationOptions, options),
}


def of(rows: Rows, table: type[Model]) -> list[Row]:
    return list(rows.get(table, {}).values())


def span(row: Row) -> str:
    return days(row["valid_from"], row["valid_until"])


def yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def number(value: Decimal) -> str:
    return f"{value.normalize():f}"
