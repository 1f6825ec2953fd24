"""The chain as tables: parts, pools with every edge, rules, and who carries a series."""

import datetime as dt
from fractions import Fraction

import django_tables2 as tables
from django.http import QueryDict

from chargeback.billing.explanation_figures import (
    ByRule,
    Carriage,
    Carrier,
    Explanation,
    PoolPart,
    Receiver,
    Step,
    Way,
)

from .. import display
from ..tables import ONE_LINE, ExactColumn, MoneyColumn, NumberColumn, Table
from .chain import chosen
from .links import explain_url
from .sentences import weights_words


class RatioColumn(NumberColumn):
    def render(self, value: Fraction | str) -> str:
        return value if isinstance(value, str) else display.ratio(value)


def days_words(first: dt.date, last: dt.date) -> str:
    return display.days(first, last + dt.timedelta(days=1))


class PartsTable(Table):
    """What an amount is made of: own cost, and the part of each pool."""

    name = tables.Column("Part", orderable=False)
    detail = tables.Column("How", orderable=False)
    whole = MoneyColumn("Whole cost", orderable=False)
    amount = ExactColumn("Amount", linkify=lambda record: record.get("url"), orderable=False)


def parts(figures: Explanation, query: QueryDict, suffix: str) -> PartsTable | None:
    """Own cost and the pools; None where there is one pool and nothing else, which is told in full."""
    if not figures.pools or (len(figures.pools) == 1 and not figures.direct):
        return None
    slug, kept = (figures.team.slug if figures.team else ""), chosen(figures)
    rows = [
        part_row(part, explain_url(figures.stamp, slug, "shared", suffix, **kept, pool=part.pool))
        for part in figures.pools
    ]
    if figures.direct:
        url = explain_url(figures.stamp, slug, "direct", suffix, **kept)
        rows.insert(0, {"name": "Own cost", "detail": "", "whole": "", "amount": figures.direct, "url": url})
    total = {"name": "Total", "amount": figures.amount}
    heads = {"amount": f"Amount {figures.stamp.currency}", "whole": f"Whole cost {figures.stamp.currency}"}
    return PartsTable(rows, "What it is made of", query, closing=[total], heads=heads, name="parts")


def part_row(part: PoolPart, url: str) -> dict[str, object]:
    ratios = " then ".join(display.ratio(ratio) for _, _, ratio in part.ratios)
    words = {way.steps[-1].words for way in part.ways if len(way.steps) == 1} or {"through other pools"}
    detail = f"{ratios}, {'; '.join(sorted(words))}"
    return {"name": part.name, "detail": detail, "whole": part.total, "amount": part.amount, "url": url}


class StepsTable(Table):
    """The ways of a pool, one row for each edge."""

    days = tables.Column("Days", orderable=False, attrs=ONE_LINE)
    way = tables.Column("Way", orderable=False)
    pool = tables.Column("From pool", orderable=False)
    receiver = tables.Column("To", orderable=False)
    words = tables.Column("How it is shared", orderable=False)
    weight = NumberColumn("Weight", orderable=False)
    ratio = RatioColumn("Part", orderable=False)
    amount = ExactColumn("Amount", orderable=False)
    note = tables.Column("Note", orderable=False)


def steps(figures: Explanation, query: QueryDict) -> StepsTable | None:
    """Every edge of every way of the one pool that is explained."""
    if len(figures.pools) != 1 or figures.direct:
        return None
    [part] = figures.pools
    rows = [step_row(number, way, step) for number, way in enumerate(part.ways, start=1) for step in way.steps]
    if part.circles:
        rows.append(
            {
                "way": "",
                "pool": part.name,
                "words": "in circles between pools, and further ways",
                "amount": part.circles,
            }
        )
    empty = ["note"] if not any(row.get("note") for row in rows) else []
    hidden = [*empty, *(["way"] if len(part.ways) < 2 else [])]
    heads = {"amount": f"Amount {figures.stamp.currency}"}
    caption = f"From {part.name} to {figures.team.name if figures.team else 'nobody'}"
    return StepsTable(rows, caption, query, heads=heads, name="steps", exclude=hidden)


def step_row(number: int, way: Way, step: Step) -> dict[str, object]:
    return {
        "days": days_words(way.first, way.last),
        "way": str(number),
        "pool": step.pool_name,
        "receiver": receiver_words(step),
        "words": step.words,
        "weight": weights_words(step) if step.weight is not None else display.NOTHING,
        "ratio": step.ratio,
        "amount": step.amount,
        "note": step.note,
    }


def receiver_words(step: Step) -> str:
    return step.receiver_name if step.kind in ("team", "") else f"{step.kind} {step.receiver_name}"


class ReceiversTable(Table):
    """Everyone who takes from the pools of an explanation."""

    pool = tables.Column("Pool")
    receiver = tables.Column("Receiver")
    days = tables.Column("Days", attrs=ONE_LINE, orderable=False)
    words = tables.Column("How it is shared", orderable=False)
    weight = NumberColumn("Weight", orderable=False)
    ratio = RatioColumn("Part")
    amount = ExactColumn("Amount")
    note = tables.Column("Note", orderable=False)


def all_receivers(figures: Explanation, query: QueryDict) -> ReceiversTable | None:
    """How the pool is shared among all; parts of a pool and its days add up to 100 %."""
    if not figures.receivers:
        return None
    rows = [receiver_row(one) for one in figures.receivers]
    empty = ["note"] if not any(row["note"] for row in rows) else []
    heads = {"amount": f"Moved in the month {figures.stamp.currency}"}
    return ReceiversTable(rows, "How it is shared among all", query, heads=heads, name="receivers", exclude=empty)


def receiver_row(one: Receiver) -> dict[str, object]:
    step = one.step
    return {
        "pool": step.pool_name,
        "receiver": receiver_words(step),
        "days": days_words(one.first, one.last),
        "words": step.words,
        "weight": weights_words(step),
        "ratio": step.ratio,
        "amount": step.amount,
        "note": step.note,
    }


class RulesTable(Table):
    rule = tables.Column("Rule or tag")
    series = NumberColumn("Cost series")
    amount = ExactColumn("Amount")

    default_order = "-amount"

    def render_series(self, value: int | str) -> str:
        return value if isinstance(value, str) else display.count(value)


def rules(figures: Explanation, query: QueryDict) -> RulesTable | None:
    if len(figures.by_rule) < 2:
        return None
    rows = [{"rule": rule_words(one), "series": one.series, "amount": one.amount} for one in figures.by_rule]
    total = {"rule": "Total", "amount": figures.direct}
    heads = {"amount": f"Amount {figures.stamp.currency}"}
    return RulesTable(rows, "Own cost by rule and tag", query, closing=[total], heads=heads, name="rules")


def rule_words(one: ByRule) -> str:
    return one.rule or "no rule and no tag"


class CarriersTable(Table):
    who = tables.Column("Who", linkify=lambda record: record.get("url"))
    project = tables.Column("Project")
    pool = tables.Column("Through pool")
    percent = RatioColumn("Part", accessor="ratio")
    exact = NumberColumn("Exact part", orderable=False)
    amount = ExactColumn("Amount")

    default_order = "-amount"


def carriers(figures: Carriage, query: QueryDict, suffix: str) -> CarriersTable:
    """Everyone who carries part of the series; parts add up to exactly 1, amounts to what it cost."""
    rows = [carrier_row(figures, one, suffix) for one in figures.carriers]
    ratio = None if any(one.ratio is None for one in figures.carriers) else Fraction(1)
    total = {"who": "Total", "ratio": ratio, "exact": "1" if ratio else "", "amount": figures.amount}
    hidden = [name for name in ("project", "pool") if not any(row[name] for row in rows)]
    heads = {"amount": f"Amount {figures.stamp.currency}"}
    return CarriersTable(rows, "Who carries it", query, closing=[total], heads=heads, name="carriers", exclude=hidden)


def carrier_row(figures: Carriage, one: Carrier, suffix: str) -> dict[str, object]:
    days = {"first": figures.first, "last": figures.last}
    if one.pool:
        url = explain_url(
            figures.stamp, one.team, "shared", suffix, pool=one.pool, service=figures.story.service, **days
        )
    else:
        url = explain_url(figures.stamp, one.team, "direct", suffix, series=figures.fingerprint, **days)
    return {
        "who": one.team_name or f"Unallocated: {one.reason}",
        "project": one.project_name,
        "pool": one.pool_name,
        "ratio": one.ratio,
        "exact": exact_ratio(one.ratio),
        "amount": one.amount,
        "url": url,
    }


def exact_ratio(ratio: Fraction | None) -> str:
    """The part as a fraction, unless it is longer than anybody reads."""
    text = "" if ratio is None else str(ratio)
    return text if len(text) <= 24 else f"{text[:10]}…"
