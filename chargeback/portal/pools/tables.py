"""The tables of shared pools: all pools, who carries what of them, the shares of one, settlements side by side."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from allocation.engine.money import from_units
from chargeback.billing.figures import Stamp
from chargeback.billing.pool_figures import PoolRow, Pools
from chargeback.billing.pool_flows import Flow
from chargeback.billing.pool_spans import SpanOfShares
from chargeback.billing.settlements import Comparison

from .. import display
from ..tables import WIDE, MoneyColumn, NumberColumn, PercentColumn, Table

NOBODY = "Unallocated"
ZERO = Decimal("0.00")


class PoolsTable(Table):
    name = tables.Column("Pool", linkify=lambda record, table: table.link_to(record))
    methods = tables.Column("How it is shared", orderable=False, attrs=WIDE)
    own = MoneyColumn("Own cost")
    received = MoneyColumn("From other pools")
    handed_on = MoneyColumn("Handed on")
    receivers = NumberColumn("Receivers")
    problems = tables.Column("What did not go to plan", orderable=False, attrs=WIDE)

    default_order = "-own"

    def __init__(self, *args: Any, stamp: Stamp, **options: Any) -> None:
        self.stamp = stamp
        super().__init__(*args, **options)

    def link_to(self, record: Any) -> str | None:
        if not isinstance(record, PoolRow):
            return None
        suffix = f"?currency={self.stamp.currency}"
        return reverse("pool", args=[self.stamp.month, record.slug]) + suffix

    def render_methods(self, value: Sequence[str]) -> str:
        return "; ".join(value)

    def render_problems(self, value: Sequence[str]) -> str:
        return "; ".join(value)


def pools_table(pools: Pools, stamp: Stamp, query: QueryDict) -> PoolsTable:
    """Columns that say nothing in any row are left out."""
    total = {"name": "Total", "own": sum((row.own for row in pools.rows), ZERO)}
    empty = [] if any(row.problems for row in pools.rows) else ["problems"]
    if not any(row.received for row in pools.rows):
        empty += ["received", "handed_on"]
    heads = {"own": f"Own cost {stamp.currency}"}
    nothing = "No cost of this month went into a pool."
    return PoolsTable(
        sorted(pools.rows, key=lambda row: row.name),
        "Shared pools",
        query,
        closing=[total],
        heads=heads,
        name="pools",
        exclude=empty,
        empty_text=nothing,
        stamp=stamp,
    )


class FlowsTable(Table):
    source = tables.Column("From")
    target = tables.Column("To")
    amount = MoneyColumn("Amount")

    default_order = "-amount"


def flows_table(pools: Pools, currency: str, query: QueryDict) -> FlowsTable:
    """Everything that the drawing shows, and what it leaves out, each flow by itself."""
    rows = [
        {
            "source": pools.names.get(f"pool:{flow.source}", flow.source),
            "target": target_of(flow, pools.names),
            "amount": flow.amount,
        }
        for flow in pools.flows
    ]
    rows.sort(key=lambda row: (str(row["source"]), str(row["target"])))
    return FlowsTable(
        rows, "From pools to pools and teams", query, heads={"amount": f"Amount {currency}"}, name="flows"
    )


def target_of(flow: Flow, names: Mapping[str, str]) -> str:
    name = names.get(f"{flow.kind}:{flow.target}", flow.target)
    return f"pool {name}" if flow.kind == "pool" else name or NOBODY


class SharesTable(Table):
    receiver = tables.Column()
    weight = NumberColumn("Weight")
    ratio = NumberColumn("Part")
    amount = MoneyColumn("Amount")
    note = tables.Column("Remark", orderable=False, attrs=WIDE)

    default_order = "-amount"

    def render_ratio(self, value: Fraction) -> str:
        return display.percentage(Decimal(value.numerator) * 100 / Decimal(value.denominator))


def shares_table(span: SpanOfShares, place: int, currency: str, query: QueryDict) -> SharesTable:
    """The receivers of one span; their parts add up to 100 %."""
    rows = [
        {
            "receiver": row.receiver,
            "weight": weight(row.weight, row.unit, span.method),
            "ratio": row.ratio,
            "amount": row.amount,
            "note": row.note,
        }
        for row in sorted(span.shares, key=lambda row: row.receiver)
    ]
    total = {
        "receiver": "Total",
        "ratio": span.whole,
        "amount": sum((row.amount for row in span.shares), Decimal(0)),
    }
    empty = [] if any(row.note for row in span.shares) else ["note"]
    caption = f"Shares, {display.days(span.start, span.until)}"
    heads = {"amount": f"Amount {currency}"}
    return SharesTable(rows, caption, query, closing=[total], heads=heads, name=f"shares{place}", exclude=empty)


def weight(number: Fraction, unit: str, method: str) -> str:
    """The weight as people know it: money for shares by cost, a reading with its unit, or a plain number."""
    if method == "proportional":
        return display.money(from_units(number.numerator // number.denominator))
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    short = text[:12].rstrip("0").rstrip(".") if "." in text else text
    return f"{short} {unit}".strip()


class CarriedTable(Table):
    team = tables.Column()
    amount = MoneyColumn("Amount")
    percent = PercentColumn("Part")

    default_order = "-amount"


def carried_table(carried: Sequence[Flow], names: Mapping[str, str], currency: str, query: QueryDict) -> CarriedTable:
    whole = sum((flow.amount for flow in carried), Decimal(0))
    rows = [
        {
            "team": names.get(f"team:{flow.target}", flow.target) or NOBODY,
            "amount": flow.amount,
            "percent": 100 * flow.amount / whole if whole else None,
        }
        for flow in carried
    ]
    total = {"team": "Total", "amount": whole, "percent": Decimal(100) if whole else None}
    heads = {"amount": f"Amount {currency}"}
    return CarriedTable(rows, "Who bears its own cost in the end", query, closing=[total], heads=heads, name="carried")


class ComparisonTable(Table):
    team = tables.Column()
    direct = MoneyColumn("Direct", accessor="direct")
    step_down = MoneyColumn("Step-down")
    reciprocal = MoneyColumn("Reciprocal")
    spread = MoneyColumn("Largest difference")

    default_order = "-spread"


def comparison_table(comparison: Comparison, currency: str, query: QueryDict) -> ComparisonTable:
    """What each team would carry under each settlement; every column adds up to the bill."""
    columns = {outcome.method.replace("-", "_"): outcome.totals for outcome in comparison.outcomes if outcome.totals}
    teams = sorted({team for totals in columns.values() for team in totals})
    rows = [comparison_row(comparison.names.get(team, team) or NOBODY, team, columns) for team in teams]
    total = {"team": "Total", **{name: sum(totals.values(), ZERO) for name, totals in columns.items()}}
    heads = {name: head(name, comparison.used, currency) for name in columns}
    empty = [name for name in ("direct", "step_down", "reciprocal") if name not in columns]
    return ComparisonTable(
        rows, "Settlements side by side", query, closing=[total], heads=heads, name="settlements", exclude=empty
    )


def comparison_row(name: str, team: str, columns: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Any]:
    amounts = {column: totals.get(team, ZERO) for column, totals in columns.items()}
    return {"team": name, **amounts, "spread": max(amounts.values()) - min(amounts.values())}


def head(column: str, used: str, currency: str) -> str:
    name = column.replace("_", "-").capitalize()
    return f"{name} {currency}{' (in use)' if column.replace('_', '-') == used else ''}"
