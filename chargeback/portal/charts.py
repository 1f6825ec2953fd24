"""Figures -> chart options for ECharts, and the same numbers as rows for the table beside each chart.

Amounts travel as text, so no digit is lost; colours belong to the page's theme and are added by the browser.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from chargeback.billing.figures import MonthTotals, Overview, Statement
from chargeback.billing.trends import NOBODY, NOTHING, largest_teams

from . import display
from .markup import escaped

OTHER, UNALLOCATED = "Other teams", "Unallocated"


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: a name and one amount for each category. `role` picks the colour."""

    name: str
    role: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars. `unfinished` are the categories whose numbers still grow."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unfinished: tuple[int, ...]
    summary: str

    @property
    def option(self) -> dict[str, object]:
        """What the browser draws, without colours."""
        return {
            "categories": self.categories,
            "unfinished": self.unfinished,
            "series": [
                {"name": series.name, "role": series.role, "data": [str(amount) for amount in series.amounts]}
                for series in self.series
            ],
        }


def trend_chart(overview: Overview) -> Chart:
    """The months by team: the largest, the others as one, and what is with nobody."""
    trend, top = overview.trend, largest_teams(overview.trend)
    names = overview.team_names
    series = [
        Series(names.get(slug, slug), f"team-{place}", tuple(month.totals.get(slug, NOTHING) for month in trend))
        for place, slug in enumerate(top, start=1)
    ]
    others = tuple(others_of(month, top) for month in trend)
    if any(others):
        series.append(Series(OTHER, "other", others))
    nobody = tuple(month.totals.get(NOBODY, NOTHING) for month in trend)
    series.append(Series(UNALLOCATED, "unallocated", nobody))
    return Chart(
        categories=tuple(month_label(month) for month in trend),
        series=tuple(series),
        unfinished=tuple(place for place, month in enumerate(trend) if month.is_estimated),
        summary=trend_in_words(overview, names, top),
    )


def others_of(month: MonthTotals, top: Sequence[str]) -> Decimal:
    return sum((amount for slug, amount in month.totals.items() if slug not in (*top, NOBODY)), NOTHING)


def month_label(month: MonthTotals) -> str:
    name = display.short_month(month.month).replace(" ", "\n")
    return f"{name}\nmonth\nto date" if month.is_estimated else name


def trend_in_words(overview: Overview, names: dict[str, str], top: Sequence[str]) -> str:
    """One sentence for those who do not see the chart."""
    months = len(overview.trend)
    span = f"{months} month{'' if months == 1 else 's'} up to {display.month_name(overview.stamp.month)}"
    largest = f"; the largest team over this time is {names.get(top[0], top[0])}" if top else ""
    growing = [display.month_name(month.month) for month in overview.trend if month.is_estimated]
    to_date = f" Hatched is the month to date: {', '.join(growing)}." if growing else ""
    return f"Cost per month by team, {span}{largest}.{to_date}"


def trend_rows(chart: Chart) -> SafeString:
    """The chart as rows of a table, newest month first: label, an amount for each series, their sum."""
    rows = []
    for place, label in enumerate(chart.categories):
        amounts = [series.amounts[place] for series in chart.series]
        cells = (f'<td class="num">{escaped(display.money(one))}</td>' for one in (*amounts, sum(amounts, Decimal(0))))
        head = escaped(label.replace("\n", " "))
        rows.append(f'<tr><th scope="row">{head}</th>{"".join(cells)}</tr>')
    return SafeString("".join(rows[::-1]))


def days_chart(statement: Statement) -> Chart:
    """The month's days: own cost and shares of pools."""
    days = statement.days
    return Chart(
        categories=tuple(str(day.day.day) for day in days),
        series=(
            Series("Direct", "team-1", tuple(day.direct for day in days)),
            Series("Shared", "team-2", tuple(day.shared for day in days)),
        ),
        unfinished=(),
        summary=days_in_words(statement),
    )


def days_in_words(statement: Statement) -> str:
    month = display.month_name(statement.stamp.month)
    if not statement.days:
        return f"No day of {month} has a cost."
    largest = max(statement.days, key=lambda day: day.direct + day.shared)
    amount = display.money(largest.direct + largest.shared)
    return f"Direct and shared cost per day in {month}; the most expensive day is {written(largest.day)} with {amount}."


def written(day: dt.date) -> str:
    return display.day(day)
