"""A chart's stacked bars as rectangles that the server draws, for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..charts import Chart


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a drawn chart."""

    color: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class DrawnBars:
    """Stacked bars that the server has drawn, for paper. Costs stand on the line in the middle, credits hang below."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    labels: tuple[tuple[str, str], ...]
    legend: tuple[tuple[str, str], ...]
    summary: str


ON_PAPER = {"team-1": "#0468d0", "team-2": "#cb7502"}  # those of the light theme, see app.css
DRAWN_WIDTH, DRAWN_HEIGHT, LABEL_HEIGHT = 700, 150, 16


def drawn_bars(chart: Chart) -> DrawnBars:
    """The chart as rectangles. What is drawn is no money: heights are rounded to a hundredth of a unit."""
    stacks = [[series.amounts[place] for series in chart.series] for place in range(len(chart.categories))]
    highest = max([sum(filter(lambda one: one > 0, stack), Decimal(0)) for stack in stacks], default=Decimal(0))
    lowest = min([sum(filter(lambda one: one < 0, stack), Decimal(0)) for stack in stacks], default=Decimal(0))
    scale = (DRAWN_HEIGHT - LABEL_HEIGHT) / ((highest - lowest) or Decimal(1))
    step = Decimal(DRAWN_WIDTH) / max(1, len(stacks))
    colors = [ON_PAPER[series.role] for series in chart.series]
    bars = [
        bar
        for place, stack in enumerate(stacks)
        for bar in drawn_stack(stack, colors, place * step, step, highest, scale)
    ]
    labels = tuple((drawn(step * place + step / 2), name) for place, name in enumerate(chart.categories))
    legend = tuple((ON_PAPER[series.role], series.name) for series in chart.series)
    return DrawnBars(DRAWN_WIDTH, DRAWN_HEIGHT, tuple(bars), labels, legend, chart.summary)


def drawn_stack(
    stack: Sequence[Decimal], colors: Sequence[str], left: Decimal, step: Decimal, highest: Decimal, scale: Decimal
) -> list[Bar]:
    """The amounts above each other, those below zero under the line."""
    found, above, below = [], Decimal(0), Decimal(0)
    for color, amount in zip(colors, stack, strict=True):
        if amount > 0:
            above += amount
        top = above if amount > 0 else below
        below += min(amount, Decimal(0))
        size = (drawn((highest - top) * scale), drawn(step * Decimal("0.7")), drawn(abs(amount) * scale))
        found.append(Bar(color, drawn(left + step * Decimal("0.15")), *size))
    return found


def drawn(length: Decimal) -> str:
    return f"{length:.2f}"
