"""The amounts side of a rulebook -> database: split rules with their shares, and readings of drivers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from django.db.models import Q

from allocation.engine.rulebook import Kind, Pool, Rulebook, Split, Target
from allocation.models import Driver, Project, Reading, Share, SplitRule, Team
from allocation.models import Pool as PoolRow


@dataclass(frozen=True, slots=True)
class Targets:
    """The ids of all teams, projects and pools by slug."""

    teams: dict[str, int]
    projects: dict[str, int]
    pools: dict[str, int]

    @classmethod
    def load(cls) -> Self:
        return cls(*(dict(model.objects.values_list("slug", "pk")) for model in (Team, Project, PoolRow)))

    def columns(self, target: Target) -> dict[str, int | None]:
        """The three columns of a target, one of them set."""
        ids = {Kind.TEAM: self.teams, Kind.PROJECT: self.projects, Kind.POOL: self.pools}
        return {f"{kind}_id": ids[kind][target.slug] if kind is target.kind else None for kind in ids}


def save_splits(pools: Sequence[Pool], targets: Targets) -> None:
    """The split rules of the pools, anew; retired pools have none."""
    SplitRule.objects.filter(Q(pool__slug__in=[pool.slug for pool in pools]) | Q(pool__is_retired=True)).delete()
    drivers = dict(Driver.objects.values_list("slug", "pk"))
    splits = [(pool, split) for pool in pools for split in pool.splits]
    rows = SplitRule.objects.bulk_create(split_row(pool, split, targets, drivers) for pool, split in splits)
    Share.objects.bulk_create(
        Share(split_rule=row, weight=decimal(share.weight), **targets.columns(share.target))
        for row, (_, split) in zip(rows, splits, strict=True)
        for share in split.shares
    )


def split_row(pool: Pool, split: Split, targets: Targets, drivers: dict[str, int]) -> SplitRule:
    return SplitRule(
        pool_id=targets.pools[pool.slug],
        method=split.method,
        basis=split.basis,
        driver_id=drivers[split.driver] if split.driver else None,
        fallback=split.fallback,
        to_all_teams=split.to_all_teams,
        valid_from=split.span.start,
        valid_until=split.span.until,
    )


def save_readings(rulebook: Rulebook, targets: Targets) -> None:
    """All readings, anew."""
    Reading.objects.all().delete()
    drivers = dict(Driver.objects.values_list("slug", "pk"))
    Reading.objects.bulk_create(
        Reading(driver_id=drivers[one.driver], month=one.month, value=decimal(one.value), **targets.columns(one.target))
        for one in rulebook.readings
    )


def decimal(number: Fraction) -> Decimal:
    """The number, exactly. Numbers of a rulebook have at most ten decimals (see from_yaml.entries)."""
    return Decimal(int(number * 10**10)).scaleb(-10)
