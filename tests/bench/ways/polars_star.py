"""Polars over the same star, with rules and pools, exact in 128-bit integers."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import polars as pl

from allocation.engine.rulebook import Condition, Operator, Rule

from ..company import costs
from ..way import Answer, Way
from .facts import Facts, facts
from .star_sql import COLUMNS, TABLES, Numbered, by_service, tables

KEYS = ["day", "pool", "project", "service_id"]


def prepare(records: int, count: int, tuned: bool) -> Way:
    known, month = facts(count), costs(records, count)
    frames = {
        name: pl.DataFrame(rows, [column.split()[0] for column in TABLES[name].split(", ")], orient="row").lazy()
        for name, rows in tables(known)
    }
    for name in ("rule_targets", "shares", "chains"):
        frames[name] = frames[name].cast(pl.Int64)
    frames["records"] = pl.DataFrame({"series": month.series, "day": month.day, "amount": month.amount}).lazy()
    del month
    return Way(lambda: charges(known, frames, tuned), lambda found: answer(known, found))


def charges(known: Facts, frames: dict[str, pl.LazyFrame], tuned: bool) -> pl.DataFrame:
    add_up = by_number if tuned else by_columns
    cells = add_up(assigned(known, frames, tuned), frames["records"]).with_columns(pl.col("amount").cast(pl.Int128))
    cells = cells.collect().lazy()
    carriers = carriers_of(weights_of(cells, frames), frames)
    projects = frames["projects"].select(project=pl.col("id"), team=pl.col("team"))
    direct = cells.filter(pl.col("pool").is_null()).join(projects, on="project", how="left")
    part = pl.col("amount") * pl.col("until") // pl.col("whole")
    before = pl.col("amount") * (pl.col("until") - pl.col("weight")) // pl.col("whole")
    shared = cells.join(carriers, on="pool").with_columns(
        project=pl.lit(None, pl.Int64), amount=(part - before).cast(pl.Int128)
    )
    columns = ["day", "team", "project", "service_id", "pool", "amount"]
    return pl.concat([direct.select(columns), shared.select(columns)]).filter(pl.col("amount") != 0).collect()


def by_columns(assigned: pl.LazyFrame, records: pl.LazyFrame) -> pl.LazyFrame:
    return records.join(assigned, on="series").group_by(KEYS).agg(pl.col("amount").sum())


def by_number(assigned: pl.LazyFrame, records: pl.LazyFrame) -> pl.LazyFrame:
    targets = ["pool", "project", "service_id"]
    slots = (
        assigned.select(targets).unique().with_row_index("slot").with_columns(slot=pl.col("slot").cast(pl.Int32) * 32)
    )
    slots = slots.collect().lazy()
    slot_of_series = assigned.join(slots, on=targets, nulls_equal=True).select("series", "slot")
    cells = records.join(slot_of_series, on="series").group_by(cell=pl.col("slot") + pl.col("day"))
    sums = cells.agg(pl.col("amount").sum())
    return sums.with_columns(day=pl.col("cell") % 32, slot=pl.col("cell") // 32 * 32).join(slots, on="slot")


def assigned(known: Facts, frames: dict[str, pl.LazyFrame], tuned: bool) -> pl.LazyFrame:
    projects = frames["projects"].select(project=pl.col("tag"), tagged=pl.col("id"))
    targets = frames["rule_targets"].rename({"project": "by_rule"})
    return (
        ruled(known.book.rules, frames["series"], tuned)
        .join(projects, on="project", how="left")
        .join(targets, on="rule", how="left")
        .select(
            series=pl.col("id").cast(pl.Int32),
            service_id="service_id",
            pool="pool",
            project=pl.when(pl.col("rule").is_null()).then("tagged").otherwise("by_rule"),
        )
    )


def ruled(rules: tuple[Rule, ...], series: pl.LazyFrame, tuned: bool) -> pl.LazyFrame:
    """The series with the number of the first rule that holds, or null; tuned, tried per service."""
    if not tuned:
        return series.with_columns(rule=first_of([(number, rule.conditions) for number, rule in enumerate(rules)]))
    services = by_service(rules)
    some = [
        series.filter(pl.col("service") == service).with_columns(rule=first_of(numbered))
        for service, numbered in services.items()
    ]
    others = series.filter(~pl.col("service").is_in(list(services))).with_columns(rule=pl.lit(None, pl.Int64))
    return pl.concat([*some, others])


def first_of(rules: Iterable[Numbered]) -> pl.Expr:
    return pl.coalesce(
        pl.when(reduce(and_, map(holds, conditions))).then(pl.lit(number, pl.Int64)) for number, conditions in rules
    )


def holds(condition: Condition) -> pl.Expr:
    column = pl.col(COLUMNS.get(condition.dimension, condition.dimension))
    if condition.operator is Operator.ABSENT:
        plain = column == ""
    else:
        plain = (column != "") & reduce(or_, (test(condition.operator, column, value) for value in condition.values))
    return ~plain if condition.negated else plain


def test(operator: Operator, column: pl.Expr, value: str) -> pl.Expr:
    match operator:
        case Operator.PREFIX:
            return column.str.starts_with(value)
        case Operator.SUFFIX:
            return column.str.ends_with(value)
        case Operator.CONTAINS:
            return column.str.contains(value, literal=True)
        case Operator.REGEX:
            return column.str.contains(value)
    # The company's globs end in their only `*`.
    return column.str.starts_with(value[:-1]) if value.endswith("*") else column == value


def weights_of(cells: pl.LazyFrame, frames: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    projects = frames["projects"].select(project=pl.col("id"), team=pl.col("team"))
    direct = cells.join(projects, on="project").group_by("team").agg(pl.col("amount").sum())
    weight = pl.coalesce(pl.col("weight").cast(pl.Int128), pl.col("amount"), pl.lit(0, pl.Int128))
    weights = frames["shares"].join(direct, on="team", how="left")
    return weights.select("pool", "team", weight=pl.max_horizontal(weight, pl.lit(0, pl.Int128)))


def carriers_of(weights: pl.LazyFrame, frames: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    weights = weights.collect().lazy()
    totals = weights.group_by(next=pl.col("pool")).agg(total=pl.col("weight").sum())
    chains = frames["chains"].rename({"weight": "link"}).with_columns(pl.col("link").cast(pl.Int128))
    own = weights.join(chains, on="pool", how="left").join(totals, on="next", how="left")
    own = own.select("pool", "team", weight=pl.col("weight") * pl.col("total").fill_null(1))
    onward = chains.join(weights.rename({"pool": "next"}), on="next")
    onward = onward.select("pool", "team", weight=pl.col("link") * pl.col("weight"))
    added = pl.concat([own, onward]).group_by("pool", "team").agg(pl.col("weight").sum()).sort("pool", "team")
    return added.with_columns(until=pl.col("weight").cum_sum().over("pool"), whole=pl.col("weight").sum().over("pool"))


def answer(known: Facts, found: pl.DataFrame) -> Answer:
    rows = found.group_by("team").agg(pl.col("amount").sum()).rows()
    sums = {"" if team is None else known.book.teams[team].slug: int(amount) for team, amount in rows}
    return Answer(sum(sums.values()), len(found), sums)
