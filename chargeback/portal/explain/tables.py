"""The chain as tables: pools with every edge, rules, series, records, pulls, and who carries a series."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import django_tables2 as tables
from django.http import QueryDict

from chargeback.billing.explanation_figures import (
    ByRule,
    Carriage,
    Carrier,
    Explanation,
    NearMiss,
    PoolPart,
    PullFact,
    Receiver,
    Record,
    Step,
    Way,
)
from chargeback.billing.line_figures import LineItem
from chargeback.sources.batch import dollars

from .. import display
from ..tables import ONE_LINE, WIDE, DayColumn, ExactColumn, MoneyColumn, NumberColumn, Table
from .chain import chosen
from .links import explain_url, line_url
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


class OriginsTable(Table):
    day = tables.Column("Days", accessor="first", orderable=False, attrs=ONE_LINE)
    account = tables.Column("Account", orderable=False)
    service = tables.Column("Service", orderable=False, attrs=WIDE)
    rule = tables.Column("By rule", orderable=False, attrs=WIDE)
    amount = ExactColumn("Amount", orderable=False, linkify=lambda record, table: table.address(record))

    def address(self, record: LineItem | dict[str, object]) -> str | None:
        return line_url(self.stamp, record, self.suffix, self.as_billed) if isinstance(record, LineItem) else None

    def render_day(self, record: LineItem | dict[str, object], value: object) -> str:
        return days_words(record.first, record.last) if isinstance(record, LineItem) else str(value)

    def render_account(self, record: LineItem | dict[str, object], value: str) -> str:
        return record.account_name or value if isinstance(record, LineItem) else value


def origins(figures: Explanation, query: QueryDict, suffix: str) -> OriginsTable | None:
    """The largest series; below them what all of them are."""
    if figures.origins_count < 2 or figures.has_moved:
        return None
    shown = len(figures.origins)
    count = display.count(figures.origins_count)
    words = f"Total, all {count}" if shown == figures.origins_count else f"Total of all {count}, the largest are shown"
    total = {"first": words, "amount": figures.origins_total}
    as_billed = figures.what == "shared"
    caption = f"Cost that came into {figures.pools[0].name}" if as_billed and figures.pools else "Where it arose"
    heads = {"amount": f"Amount {figures.stamp.currency}"}
    table = OriginsTable(figures.origins, caption, query, closing=[total], heads=heads, name="origins")
    table.stamp, table.suffix, table.as_billed = figures.stamp, suffix, as_billed
    return table


class NearMissTable(Table):
    rule = tables.Column("Rule", orderable=False)
    target = tables.Column("Would give it to", orderable=False)
    why = tables.Column("Why it did not", orderable=False)


def near_misses(found: Sequence[NearMiss], query: QueryDict) -> NearMissTable | None:
    if not found:
        return None
    rows = [{"rule": one.rule, "target": one.target, "why": why_not(one)} for one in found]
    return NearMissTable(rows, "Rules that nearly decided", query, name="near")


def why_not(one: NearMiss) -> str:
    if one.is_out_of_dates:
        return f"it is valid {one.wanted} only"
    return f"{one.dimension} {one.wanted}; here it is {one.found}"


class RecordsTable(Table):
    day = DayColumn("Day")
    billed = ExactColumn("Billed")
    effective = ExactColumn("Effective")
    pull = tables.Column("Pull", orderable=False)
    note = tables.Column("Note", orderable=False)


def records(found: Sequence[Record], currency: str, query: QueryDict) -> RecordsTable | None:
    if not found:
        return None
    rows = [
        {
            "day": one.day,
            "billed": one.billed,
            "effective": one.effective,
            "pull": f"pull {one.pull}" if one.pull else "",
            "note": "pulled after the run" if one.is_newer_than_the_run else "",
        }
        for one in found
    ]
    total = {name: sum((getattr(one, name) for one in found), Decimal(0)) for name in ("billed", "effective")}
    hidden = [name for name in ("pull", "note") if not any(row[name] for row in rows)]
    heads = {"billed": f"Billed {currency}", "effective": f"Effective {currency}"}
    closing = [{"day": f"Total, {len(found)} days", **total}] if len(found) > 1 else []
    return RecordsTable(
        rows, "The provider's records", query, closing=closing, heads=heads, name="records", exclude=hidden
    )


class PullsTable(Table):
    number = tables.Column("Pull", orderable=False)
    finished_at = tables.Column("Pulled", orderable=False, attrs=ONE_LINE)
    days = tables.Column("Days", orderable=False)
    asked_by = tables.Column("Asked for by", orderable=False)
    requests = NumberColumn("Requests", orderable=False)
    price = MoneyColumn("Price USD", orderable=False)
    control_total = ExactColumn("Control total", orderable=False)


def pulls(found: Sequence[PullFact], query: QueryDict) -> PullsTable | None:
    """The pulls; for people who see only teams when they were made and of which days."""
    if not found:
        return None
    rows = [
        {
            "number": str(one.number),
            "finished_at": display.moment(one.finished_at) if one.finished_at else "",
            "days": display.days(one.start, one.end),
            "asked_by": one.asked_by,
            "requests": "" if one.requests is None else display.count(one.requests),
            "price": None if one.requests is None else dollars(one.requests),
            "control_total": one.control_total,
        }
        for one in found
    ]
    knows = any(one.number for one in found)
    hidden = [] if knows else ["number", "asked_by", "requests", "price", "control_total"]
    currency = found[0].currency
    heads = {"control_total": f"Control total {currency}".rstrip()}
    return PullsTable(rows, "Pulls behind it", query, heads=heads, name="pulls", exclude=hidden)


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
