"""Whole cents for many amounts in many groups at once: `money.round_to_cents` of each group, in columns."""

import numpy as np
from numpy.typing import NDArray

from .cells import Amounts
from .money import CENT, round_to_cents

Index = NDArray[np.int64]


def round_groups_to_cents(amounts: Amounts, group: Index, totals: Amounts) -> Amounts:
    """Whole cents for each amount (10^-10). Those of a group add up to exactly its total, by `money.round_to_cents`.

    `group` says which of the totals an amount belongs to; amounts of a group are in line in the order that they have
    here. Raises ValueError for cents of a group that has no amounts. In int64 when amounts and totals are.
    """
    sizes = np.bincount(group, minlength=len(totals))
    if (totals[sizes == 0] != 0).any():
        raise ValueError("Cents cannot be spread over no amounts.")
    if amounts.dtype == object or totals.dtype == object:
        return one_by_one(amounts, group, totals)
    sign = signs(amounts, group, totals)
    cents, remainders = np.divmod(amounts * sign[group], CENT)
    missing = totals * sign - sums(cents, group, len(totals))
    everyone, some = np.divmod(missing, np.maximum(sizes, 1))
    order = np.lexsort((-remainders, group))
    rank = np.empty_like(group)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rounded: Amounts = (cents + everyone[group] + (rank < some[group])) * sign[group]
    return rounded


def signs(amounts: Amounts, group: Index, totals: Amounts) -> Index:
    """For each group -1 when its total, or else its first amount that is not zero, is negative."""
    found = np.sign(totals)
    costly = np.flatnonzero(amounts)
    groups, first = np.unique(group[costly], return_index=True)
    open_ = found[groups] == 0
    found[groups[open_]] = np.sign(amounts[costly[first[open_]]])
    return np.where(found < 0, -1, 1)


def sums(values: Amounts, group: Index, groups: int) -> Index:
    found = np.zeros(groups, np.int64)
    np.add.at(found, group, values)
    return found


def one_by_one(amounts: Amounts, group: Index, totals: Amounts) -> Amounts:
    """The same for what 64 bits cannot hold."""
    cents = np.zeros(len(amounts), object)
    order = np.argsort(group, kind="stable")
    places = np.split(order, np.cumsum(np.bincount(group, minlength=len(totals)))[:-1]) if len(totals) else []
    for place, total in zip(places, totals.tolist(), strict=True):
        cents[place] = round_to_cents(amounts[place].tolist(), int(total)) if len(place) else 0
    return cents
