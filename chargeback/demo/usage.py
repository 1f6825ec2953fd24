"""The company -> its steady lines of usage: what costs how much on an ordinary day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from .company import (
    COMPUTE,
    DEV,
    GLOBAL_SERVICES,
    HOME_REGION,
    INACTIVE_TAGS,
    KINDS,
    OFFICE_WEEK,
    POTS,
    PROJECTS,
    REGIONS,
    STAGING,
    STEADY_SERVICES,
    STEADY_WEEK,
    TAG_KEY,
    USAGE_TYPES,
    Pot,
    Project,
)
from .ledger import Dimensions

CENT = 10**8  # amounts are generated in 10^-10 of a dollar, as Cost Explorer shows them
DOLLAR = 100 * CENT
DAYS_A_MONTH = 30

# Besides its home a project runs in other accounts: part of its cost in parts of a hundred, and how many services.
SMALL_PROJECT = 5_000
MISSPELT_PART = 3  # of a hundred of the project's first service


@dataclass(frozen=True, slots=True)
class Line:
    """`per_day` is in 10^-10 dollars; `growth` is parts of a thousand a month; `quantity` is units per dollar."""

    dimensions: Dimensions
    per_day: int
    week: tuple[int, ...]
    growth: int
    quantity: int

    @property
    def is_promised(self) -> bool:
        """True for what the savings plan covers: compute that a project runs in earnest."""
        where = self.dimensions
        return where.service == COMPUTE and bool(where.tags) and where.account not in {STAGING.number, DEV.number}


def usage_lines(seed: int) -> tuple[Line, ...]:
    """Every line in a fixed order: the same seed gives the same lines."""
    chance = random.Random(seed)
    lines = [line for project in PROJECTS for line in _project_lines(project, chance)]
    return (*lines, *(_line(pot, pot.dollars * DOLLAR, chance.randint(-5, 20), chance) for pot in POTS))


def _project_lines(project: Project, chance: random.Random) -> Iterator[Line]:
    growth = chance.randint(-6, 26)
    for pot, part in _places(project):
        yield _line(pot, project.dollars * part * DOLLAR // 10_000, growth, chance)


def _places(project: Project) -> Iterator[tuple[Pot, int]]:
    """Where the project runs what under which tag value, and its part of the project's cost in 10^-4."""
    services = KINDS[project.kind]
    first, second, third = list(services)[:3]
    for service, part in services.items():
        yield Pot(project.home, service, 0, project.slug), part * 84
    yield Pot(STAGING, first, 0, project.slug), 600
    yield Pot(STAGING, second, 0, project.slug), 300
    yield Pot(STAGING, third, 0, project.slug), 200
    if project.dollars >= SMALL_PROJECT:
        yield Pot(DEV, first, 0, project.slug), 500
    for spelling in project.misspelt:
        yield Pot(project.home, first, 0, spelling), services[first] * MISSPELT_PART


def _line(pot: Pot, per_month: int, growth: int, chance: random.Random) -> Line:
    """A line whose cost wanders a little from the plan, so that no amount is round."""
    per_day = per_month * chance.randint(930, 1070) // 1000 // DAYS_A_MONTH + chance.randrange(CENT)
    week = STEADY_WEEK if pot.service in STEADY_SERVICES else OFFICE_WEEK
    return Line(dimensions_of(pot), per_day, week, growth, quantity=chance.randint(3, 400))


def dimensions_of(pot: Pot, record_type: str = "Usage") -> Dimensions:
    """The dimensions of a pot's usage as Cost Explorer names them. Tags nobody activated are on everything."""
    region = "global" if pot.service in GLOBAL_SERVICES else REGIONS.get(pot.account, HOME_REGION)
    tags = ((TAG_KEY, pot.tag), *((key, "wrenfield") for key in INACTIVE_TAGS)) if pot.tag else ()
    return Dimensions(
        account=pot.account.number,
        account_name=pot.account.name,
        service=pot.service,
        region=region,
        record_type=record_type,
        usage_type=USAGE_TYPES.get(pot.service, "Requests"),
        tags=tuple(sorted(tags)),
    )
