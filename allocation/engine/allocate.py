"""Costs + rulebook -> allocation: the engine's one way in.

series, rulebook   -> claims        rules.py       which rule or tag claims each series, per span of days
claims             -> destinations  assigning.py   the payer or pool of that day
records            -> sums          cells.py       added up per day and series
sums, destinations -> cells         cells.py       added up per day, destination and service
cells, rulebook    -> carriers      settlement.py  who carries each pool in the end
cells, carriers    -> charges       charging.py    every pool split once, exactly
"""

from collections.abc import Sequence

from .allocation import Allocation
from .assigning import assignments_of, numbered
from .cells import cells_of, costs_of_targets, sums_by_day
from .charging import charges_of
from .checks import refuse_problems
from .columns import Columns
from .costs import MonthOfCosts, Series
from .payers import Payers
from .rulebook import Rulebook
from .rules import claims_of
from .settlement import settle
from .shares import shares_of
from .spans import days_of_claims, days_of_pools


def allocate(rulebook: Rulebook, series: Sequence[Series], costs: MonthOfCosts) -> Allocation:
    """Who pays for the month. The charges add up to exactly the records, per day and in all.

    The answer does not depend on the order of records, teams, projects or pools.
    Raises RulebookError naming every pool, rule or span that cannot be computed.
    """
    refuse_problems(rulebook)
    spans = days_of_claims(rulebook, costs.month)
    columns = Columns(series)
    claims, codes = claims_of(rulebook, columns, spans)
    destinations, numbers = numbered(claims, spans, Payers(rulebook))
    services = columns["service"]
    slots = [
        row[span_codes] * len(services.values) + services.codes for row, span_codes in zip(numbers, codes, strict=True)
    ]
    sums = sums_by_day(costs, spans[-1].until, len(series))
    cells = cells_of(sums, destinations, services.values, spans, slots)
    pool_spans = days_of_pools(rulebook, costs.month)
    settled = settle(rulebook, costs.month, pool_spans, costs_of_targets(cells, pool_spans))
    charges, passed = charges_of(cells, settled)
    assignments = assignments_of(claims, codes, spans, destinations, numbers)
    return Allocation(assignments, tuple(shares_of(settled, passed)), charges)
