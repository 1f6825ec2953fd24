"""Puts the demo company into the database: rulebook, people, source. What is there already stays as it is."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from string import Template

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction

from allocation.engine.rulebook import Rulebook
from allocation.history.authorship import authored
from allocation.models import Membership, Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.alerts.models import DigestChoice
from chargeback.clock import add_months
from chargeback.costs.models import Source
from chargeback.journal.models import LedgerAccounts

from .company import PAYER, TAG_KEY

PASSWORD = "chargeback-demo"  # noqa: S105 printed at every start of the demo
RULEBOOK = Path(__file__).with_name("rulebook.yaml")
SOURCE = "aws"
REQUESTS = 2000  # a month; fourteen months at the first start, then a pull every day


class DemoRefusedError(Exception):
    """The demo must not be loaded here; the message says why."""


@dataclass(frozen=True, slots=True)
class Person:
    """A login of the demo, its role, and the team it belongs to, if any."""

    username: str
    first_name: str
    last_name: str
    role: str
    team: str = ""
    wants_digest: bool = False


PEOPLE = (
    Person("fay", "Fay", "Lindqvist", "finance", wants_digest=True),
    Person("ada", "Ada", "Bergmann", "admin"),
    Person("alice", "Alice", "Moreau", "lead", "booking"),
    Person("bob", "Bob", "Okafor", "lead", "tracking"),
    Person("vera", "Vera", "Kowalska", "viewer", "booking"),
    Person("charlie", "Charlie", "Nguyen", "lead"),
)


def demo_rulebook(today: dt.date, docks: str = "warehouse") -> Rulebook:
    """The demo's rulebook: reorganised three months ago, a project handed over in the middle of a later month.

    `docks` is the team, or teams with dates, of one project, as YAML.
    """
    days = {
        "reorganised": str(add_months(today, -3)),
        "handed_over": str(add_months(today, -2).replace(day=16)),
        "docks": docks,
    }
    return rulebook_from_yaml(Template(RULEBOOK.read_text(encoding="utf-8")).substitute(days))


@transaction.atomic
def load_demo(today: dt.date) -> None:
    """The demo company is in the database afterwards. A rulebook that is there already is left alone."""
    if not settings.DEMO:
        raise DemoRefusedError(
            "This is not a demo: everybody knows the demo's passwords. Set CHARGEBACK_DEMO=1 on an empty database."
        )
    if not Team.objects.exists():
        with authored("Demo", "The demo company"):
            save_rulebook(demo_rulebook(today))
    password = make_password(PASSWORD)
    for person in PEOPLE:
        _load_person(person, password)
    Source.objects.get_or_create(
        slug=SOURCE,
        defaults={
            "name": "AWS, Wrenfield Freight",
            "payer_account": PAYER.number,
            "tag_keys": [TAG_KEY],
            "request_budget": REQUESTS,
        },
    )
    LedgerAccounts.objects.get_or_create(
        pk=1,
        defaults={"clearing": "1590", "accrual": "2190", "rounding": "6899", "rounding_cost_centre": "9000"},
    )


def _load_person(person: Person, password: str) -> None:
    user, is_new = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": f"{person.username}@wrenfield.example",
            "is_staff": person.role == "admin",
            "password": password,
        },
    )
    if not is_new:
        return
    user.groups.add(Group.objects.get(name=person.role))
    DigestChoice.objects.create(user=user, wants_digest=person.wants_digest)
    if team := Team.objects.filter(slug=person.team).first():
        Membership.objects.create(user=user, team=team, role=person.role)
