"""The company -> its steady lines of usage: what costs how much on an ordinary day."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .bedrock import dimensions_of_model, model_pots
from .company import (
    COMPUTE,
    CREATOR_KEY,
    DEV,
    ENV_KEY,
    ENVIRONMENTS,
    GLOBAL_SERVICES,
    HOME_REGION,
    KINDS,
    OFFICE_WEEK,
    POTS,
    PROJECTS,
    REGIONS,
    STAGING,
    STEADY_SERVICES,
    STEADY_WEEK,
    TAG_KEY,
    TEAM_KEY,
    TEAM_OF,
    USAGE_TYPES,
    Pot,
    Project,
)
from .dimensions import Dimensions
from .protocol import ATTRIBUTES_SINCE

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
    since: dt.date = dt.date.min

    @property
    def is_promised(self) -> bool:
        """True for what the savings plan covers: compute that a project runs in earnest."""
        where = self.dimensions
        return where.service == COMPUTE and bool(where.tags) and where.account not in {STAGING.number, DEV.number}


def usage_lines(seed: int, more: Iterable[Pot] = ()) -> tuple[Line, ...]:
    """Every line in a fixed order: the same seed gives the same lines. What is added changes no other."""
    chance = random.Random(seed)
    lines = [line for project in PROJECTS for line in _project_lines(project, chance)]
    pots = [_line(pot, pot.dollars * DOLLAR, chance.randint(-5, 20), chance) for pot in POTS]
    models = list(_model_lines(chance))
    return (*lines, *pots, *models, *(_line(pot, pot.dollars * DOLLAR, 0, chance) for pot in more))


def _model_lines(chance: random.Random) -> Iterator[Line]:
    """Language models, since the day from which AWS tells them apart; every month more is spent on them."""
    for pot, attributes in model_pots():
        line = _line(pot, pot.dollars * DOLLAR, chance.randint(40, 90), chance)
        yield replace(line, dimensions=dimensions_of_model(line.dimensions, attributes), since=ATTRIBUTES_SINCE)


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
    """The dimensions of a pot's usage as Cost Explorer names them."""
    region = "global" if pot.service in GLOBAL_SERVICES else REGIONS.get(pot.account, HOME_REGION)
    return Dimensions(
        account=pot.account.number,
        account_name=pot.account.name,
        service=pot.service,
        region=region,
        record_type=record_type,
        usage_type=USAGE_TYPES.get(pot.service, "Requests"),
        tags=tuple(sorted(_tags(pot).items())),
    )


def _tags(pot: Pot) -> dict[str, str]:
    """Who tags a project tags it all; in staging and development a policy adds the environment to everything."""
    environment = {ENV_KEY: ENVIRONMENTS.get(pot.account, "prod")}
    if not pot.tag:
        return environment if pot.account in ENVIRONMENTS else {}
    team = TEAM_OF.get(pot.tag, "Platform")
    return {**environment, TAG_KEY: pot.tag, TEAM_KEY: team, CREATOR_KEY: f"IAMUser:{team.lower()}-deployer"}
