"""Who carries one row of the costs, by which rule, and which rules nearly took it: the reverse of explanation.py."""

from collections.abc import Iterator

from allocation.engine.allocation import Payer
from allocation.engine.explain import carriers
from allocation.engine.trials import Trial, trials

from .charges import Charge
from .headless import Costs
from .months import Month, MonthKey
from .near import MOST, condition_text, found_text, span_text
from .numbers import fraction_text, to_units
from .refusals import FocusError
from .summary import Line, money, padded, table

PLACES = 10
HEADING = ("amount", "part", "team", "project", "reason")


def row_explanation(costs: Costs, months: dict[MonthKey, Month], number: int) -> list[str]:
    """The lines that explain the row of that number; the header is row 1. Raises FocusError when there is none."""
    with costs.read() as (_, charges):
        charge = next((one for one in charges if one.number == number), None)
    if charge is None:
        when = f" in {costs.month:%Y-%m}" if costs.month else ""
        raise FocusError(f"{costs.path} has no row {number} with a charge{when}; the header is row 1.")
    return list(lines_of(charge, months[charge.month, charge.currency]))


def lines_of(charge: Charge, month: Month) -> Iterator[str]:
    number = month.series[charge.key]
    one, day = month.assigned(number, charge.day), month.month.replace(day=charge.day + 1)
    amount = to_units(charge.cost, month.places)
    service = month.evidence.series[number].service
    yield f"Who carries row {charge.number}: {money(amount, month)} of {service or 'no service'} on {day}."
    yield f"  It went to {destination(one.pool, Payer(one.team, one.project, one.reason))} by {one.rule or 'no rule'}."
    nearly = [one for one in trials(month.evidence.rulebook, month.evidence.series[number], day) if one.nearly_held]
    for trial in nearly[:MOST]:
        yield f"  Nearly to {trial.rule.target} by {trial.rule.name}: {obstacle(trial, month, number)}."
    if len(nearly) > MOST:
        yield f"  And nearly by {len(nearly) - MOST} more rules."
    rows: list[Line] = [
        (padded(fraction_text(amount * ratio / 10**month.places, PLACES)), str(ratio), *texts(payer))
        for payer, ratio in carriers(month.evidence, one, charge.day)
    ]
    yield from (f"  {line}" for line in table([HEADING, *rows], right={0}))


def destination(pool: str | None, payer: Payer) -> str:
    if pool:
        return f"pool {pool}"
    return f"team {payer.team}" if payer.team else f"nobody ({payer.reason})"


def texts(payer: Payer) -> tuple[str, str, str]:
    return payer.team or "", payer.project or "", payer.reason.value


def obstacle(trial: Trial, month: Month, series: int) -> str:
    """The one thing that stood in the way."""
    if not trial.failed:
        return f"its dates are {span_text(trial.rule.span)}"
    (failed,) = trial.failed
    return f"{found_text(failed, month, series)}; it wants {condition_text(failed)}"
