"""Explored cost -> stacked bars: the dearest groups, the others as one. Pure."""

from collections.abc import Sequence

from chargeback.billing.explore_figures import OTHER, Explored, Group
from chargeback.billing.explore_rows import together
from chargeback.billing.trends import LARGEST

from .. import display
from ..charts import Chart, Series
from .tables import label, row
from .words import cost_in_words, kind_of


def explore_chart(found: Explored) -> Chart:
    named = [one for one in found.groups if one.word != OTHER][:LARGEST]
    rest = [one for one in found.groups if one not in named]
    series = [Series(one.name, role(found, one, place), one.cents) for place, one in enumerate(named, start=1)]
    if rest:
        series.append(Series("Other", "other", together(rest).cents))
    return Chart(
        categories=tuple(category(found, place) for place in range(len(found.buckets))),
        series=tuple(series),
        unfinished=tuple(place for place, one in enumerate(found.buckets) if one.is_unfinished),
        summary=in_words(found, named),
    )


def role(found: Explored, group: Group, place: int) -> str:
    return "unallocated" if found.asked.group == "team" and not group.word else f"team-{place}"


def category(found: Explored, place: int) -> str:
    one = found.buckets[place]
    text = label(one)
    if one.is_unfinished and text.endswith(" to date"):
        return text.removesuffix(" to date").replace(" ", "\n") + "\nmonth\nto date"
    return text.replace(" ", "\n") if one.first != one.last else text


def in_words(found: Explored, named: Sequence[Group]) -> str:
    """One sentence for those who do not see the chart."""
    if not named:
        return f"{cost_in_words(found.asked)}: nothing was charged."
    amount = f"{display.money(found.total.total)} {found.currency}"
    largest = (
        f"the largest {kind_of(found.asked.group).lower()} is {named[0].name} with {display.money(named[0].total)}"
    )
    way = f", {display.change(row(found.total).amounts)} on the period it is compared with" if found.compared else ""
    growing = " Hatched is the month to date." if any(one.is_unfinished for one in found.buckets) else ""
    return f"{cost_in_words(found.asked)}: {amount} in all{way}; {largest}.{growing}"
