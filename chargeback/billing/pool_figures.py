"""One stored run -> its shared pools: what each cost, how and to whom it was shared, and what did not go to plan."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allocation.engine.money import from_cents, to_cents, to_units

from .models import BillingPeriod, PoolShare, Run
from .pool_flows import Flow, carried_of, flows_of, sums
from .pool_spans import SpanOfShares, spans_of
from .pool_words import split_in_words
from .run_rulebooks import rulebook_json_of
from .stamps import Names, current_run, names_of


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A pool in a month. `own` is the cost that went into it, in cents; `received` and `handed_on` are exact.

    What is handed on is its own cost and what other pools charged it. `problems` are the fallbacks that had to be used.
    """

    slug: str
    name: str
    note: str
    own: Decimal
    received: Decimal
    handed_on: Decimal
    methods: tuple[str, ...]
    receivers: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pools:
    """A month's pools, dearest first. `carried` is who bears each pool's own cost in the end, after all settling."""

    rows: tuple[PoolRow, ...]
    flows: tuple[Flow, ...]
    carried: tuple[Flow, ...]
    settlement: str
    names: Mapping[str, str]
    """Of pools and teams by kind:slug."""


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """One pool of a month with every share, and who bears its own cost in the end."""

    row: PoolRow
    spans: tuple[SpanOfShares, ...]
    carried: tuple[Flow, ...]
    names: Mapping[str, str]


def pools(period: BillingPeriod) -> Pools:
    """The pools of the period's current run. Raises NoRunError when it has none."""
    run = current_run(period)
    names = names_of(run)
    flows, carried = flows_of(run), carried_of(run)
    found = pool_rows(run, names, flows, carried)
    return Pools(
        rows=tuple(sorted(found, key=lambda row: (-row.own, row.name))),
        flows=flows,
        carried=carried,
        settlement=rulebook_json_of(run)["settlement"]["method"],
        names=named(names),
    )


def pool_rows(run: Run, names: Names, flows: Sequence[Flow], carried: Sequence[Flow]) -> list[PoolRow]:
    own, handed_on = sums(carried, by_target=False), sums(flows, by_target=False)
    received = sums((flow for flow in flows if flow.kind == "pool"), by_target=True)
    problems = problems_of(run)
    splits = {pool["slug"]: pool["splits"] for pool in rulebook_json_of(run)["pools"]}
    slugs = sorted({*own, *received, *handed_on})
    return [
        PoolRow(
            slug=slug,
            name=names.pool(slug),
            note=names.pool_notes.get(slug, ""),
            own=from_cents(to_cents(to_units(own.get(slug, Decimal(0))))),
            received=received.get(slug, Decimal(0)),
            handed_on=handed_on.get(slug, Decimal(0)),
            methods=methods_in(splits.get(slug, ()), run.period.month),
            receivers=len({(flow.kind, flow.target) for flow in flows if flow.source == slug}),
            problems=problems.get(slug, ()),
        )
        for slug in slugs
    ]


def methods_in(splits: Iterable[dict[str, Any]], month: dt.date) -> tuple[str, ...]:
    """How the pool is shared in the month, in words; one sentence for each split that holds on some day of it."""
    end = (month + dt.timedelta(days=31)).replace(day=1)
    held = [one for one in splits if holds(one["span"], month, end)]
    return tuple(split_in_words(one, with_days=len(held) > 1) for one in held)


def holds(span: dict[str, str | None], start: dt.date, end: dt.date) -> bool:
    first, until = span["start"], span["until"]
    return (first is None or first < str(end)) and (until is None or until > str(start))


def problems_of(run: Run) -> dict[str, tuple[str, ...]]:
    """The notes of shares by pool: each tells a fallback, with its cause."""
    noted = PoolShare.objects.filter(run=run).exclude(note="").values_list("pool__slug", "note").distinct()
    found: dict[str, tuple[str, ...]] = {}
    for pool, note in noted.order_by("pool__slug", "note"):
        found[pool] = (*found.get(pool, ()), note)
    return found


def named(names: Names) -> dict[str, str]:
    return {f"pool:{slug}": name for slug, name in names.pools.items()} | {
        f"team:{slug}": party.name for slug, party in names.parties.items()
    }


def pool_figures(period: BillingPeriod, slug: str) -> PoolFigures | None:
    """One pool of the period's current run; None when no such pool had cost or shares."""
    run = current_run(period)
    names = names_of(run)
    flows, carried = flows_of(run), carried_of(run)
    row = next((one for one in pool_rows(run, names, flows, carried) if one.slug == slug), None)
    if row is None:
        return None
    mine = tuple(flow for flow in carried if flow.source == slug)
    return PoolFigures(row, spans_of(run, slug, names), mine, named(names))
