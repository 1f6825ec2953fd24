"""Charts show the six dearest teams, the others as one, unallocated always, and no digit less than the figures."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

from chargeback.billing.figures import MonthTotals
from chargeback.portal.charts import OTHER, UNALLOCATED, Chart, trend_chart, trend_rows

OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
TEAMS = {f"team-{number}": Decimal(number) for number in range(1, 10)}


def chart(*months: MonthTotals) -> Chart:
    names = {slug: slug.upper() for slug in TEAMS}
    overview = SimpleNamespace(trend=months, team_names=names, stamp=SimpleNamespace(month=months[-1].month))
    return trend_chart(overview)  # type: ignore[arg-type]


def month(first: dt.date, is_estimated: bool = False, **more: Decimal) -> MonthTotals:
    return MonthTotals(first, is_estimated, is_estimated, {**TEAMS, **more, "": Decimal("0.07")})


def test_six_teams_stand_alone_and_the_rest_is_one() -> None:
    names = [series.name for series in chart(month(OCTOBER)).series]
    assert names == ["TEAM-9", "TEAM-8", "TEAM-7", "TEAM-6", "TEAM-5", "TEAM-4", OTHER, UNALLOCATED]


def test_every_bar_is_the_whole_bill_of_its_month() -> None:
    drawn = chart(month(OCTOBER), month(NOVEMBER))
    rows = trend_rows(drawn).split("</tr>")
    assert [row.rpartition(">45.07</td>")[1] != "" for row in rows] == [True, True, False]
    assert rows[0].startswith('<tr><th scope="row">Nov 2026')


def test_a_month_that_still_grows_is_marked_and_labelled() -> None:
    drawn = chart(month(OCTOBER), month(NOVEMBER, is_estimated=True))
    assert drawn.unfinished == (1,)
    assert drawn.categories == ("Oct\n2026", "Nov\n2026\nmonth\nto date")


def test_a_month_in_which_a_team_did_not_exist_shows_nothing_for_it() -> None:
    drawn = chart(MonthTotals(OCTOBER, False, False, {"": Decimal("1")}), month(NOVEMBER))
    assert drawn.series[0].amounts == (Decimal(0), Decimal(9))


def test_amounts_travel_to_the_browser_as_text() -> None:
    assert chart(month(OCTOBER, new=Decimal("99999999999999.99"))).option["series"][0]["data"] == ["99999999999999.99"]  # type: ignore[index]
