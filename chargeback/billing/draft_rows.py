"""Differences <-> rows of JSON: whole numbers as text, so that no digit is lost on the way."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from allocation.engine.difference import Move, PoolDifference, TeamAmounts, TeamDifference

Row = dict[str, Any]


def team_row(one: TeamDifference, names: Mapping[str, str]) -> Row:
    return {
        "team": one.team,
        "name": names.get(f"team:{one.team}", one.team),
        "before": amounts_row(one.before),
        "after": amounts_row(one.after),
    }


def amounts_row(amounts: TeamAmounts) -> list[str]:
    return [str(amounts.direct), str(amounts.shared), str(amounts.cents)]


def pool_row(one: PoolDifference, names: Mapping[str, str]) -> Row:
    return {
        "pool": one.pool,
        "pool_name": names.get(f"pool:{one.pool}", one.pool),
        "team": one.team,
        "team_name": names.get(f"team:{one.team}", one.team),
        "before": str(one.before),
        "after": str(one.after),
    }


def move_row(one: Move) -> Row:
    return asdict(one) | {"amount": str(one.amount)}
