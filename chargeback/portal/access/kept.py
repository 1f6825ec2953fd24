"""What pages of the whole company read again and again, kept in Redis under the state of the data."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from chargeback.cache import read_through
from chargeback.datastate.state import data_state

T = TypeVar("T")
COMPANY = "those who see all teams"


class Keep(Protocol):
    """What `kept` is, or `kept_of_team` for one team."""

    def __call__(self, what: str, kind: type[T], make: Callable[[], T]) -> T: ...


def kept(what: str, kind: type[T], make: Callable[[], T]) -> T:
    """What `make` reads of the whole company, so only for who was let in to that.

    What was read before this call, such as a period, has to be part of `what`: it may be older than the state. And
    `make` must not look at the user: what one may see can change between the check and the reading, and the result
    would be shown to others. Something of one team alone needs a scope of its own, named after the team.
    """
    return read_through(what, COMPANY, data_state(), kind, make)


def kept_of_team(team: Team, what: str, kind: type[T], make: Callable[[], T]) -> T:
    """What `make` reads of one team alone, for who was let in to that team: it must not look at the user."""
    return read_through(what, f"team {team.pk}", data_state(), kind, make)


def of_period(what: str, period: BillingPeriod) -> str:
    """The name of something about a period as it was read."""
    return f"{what} {period.pk} {period.state} {period.basis} {period.current_run_id}"
