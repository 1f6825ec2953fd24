"""What pages of the whole company read again and again, kept in Redis under the state of the data."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model

from allocation.models import AllocationOptions, Pool, Project, Team
from chargeback.billing.data_version import data_version
from chargeback.billing.models import BillingPeriod
from chargeback.cache import read_through

T = TypeVar("T")
COMPANY = "those who see all teams"


def kept(what: str, kind: type[T], make: Callable[[], T], *models: type[Model]) -> T:
    """What `make` reads from runs, pulls and `models`: of the whole company, so only for who was let in to that.

    What was read before this call, such as a period, has to be part of `what`: it may be older than the version. And
    `make` must not look at the user: what one may see can change between the check and the reading, and the result
    would be shown to others. Something of one team alone needs a scope of its own, named after the team.
    """
    return read_through(what, COMPANY, data_version(*models), kind, make)


def kept_of_team(team: Team, what: str, kind: type[T], make: Callable[[], T], *models: type[Model]) -> T:
    """What `make` reads of one team alone, for who was let in to that team: it must look at nothing else of the user.

    Runs keep the names as they were; slugs and the key of the environment are read as they are now.
    """
    return read_through(
        what, f"team {team.pk}", data_version(Team, Project, Pool, AllocationOptions, *models), kind, make
    )


def of_period(what: str, period: BillingPeriod) -> str:
    """The name of something about a period as it was read."""
    return f"{what} {period.pk} {period.state} {period.basis} {period.current_run_id}"
