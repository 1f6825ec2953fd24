"""The cast: Fay from finance, Ada the admin, Alice and Bob who lead teams, Vera who only looks, Charlie who is new.

Alice leads Platform, Bob leads Payments, Vera is a viewer of Alice's team. The company is theirs.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from allocation.engine.rulebook import Rulebook
from allocation.models import Membership, Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback import cache
from tests.emptying import empty_quickly

PASSWORD = "chargeback-demo"
LONG = {"browser", "slow", "long"}
OTHERS_LEAVE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
COMPANY = """
tag: project
default_owner: Unassigned
teams:
  platform: {name: Platform, owner: Alice Moreau, cost_centre: "4711", gl_account: "6805"}
  payments: {name: Payments, owner: Bob Okafor, cost_centre: "4712", gl_account: "6805"}
projects:
  gateway:  {name: Gateway, team: platform, tags: [gateway, Gateway-legacy]}
  checkout: {name: Checkout, team: payments}
  ledger:   {name: Ledger, team: [{team: platform, until: 2026-09-16}, {team: payments, from: 2026-09-16}]}
rules:
  - {name: support fee, when: {service: "AWS Support*"}, pool: support}
pools:
  support: {name: AWS Support, note: The support plan covers every account., method: even, targets: all}
"""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no process is left alone with one of them at the end."""
    long = {item.path for item in items if LONG & {mark.name for mark in item.iter_markers()}}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test database is a copy of the one that tests/stack.py has migrated."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("TEST_TEMPLATE")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tests with transactions of their own empty the database afterwards, whatever guards it.

    Before it is dropped, others leave: a query of a worker that a test has killed may still be running.
    """
    empty_quickly()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHERS_LEAVE)


@pytest.fixture(scope="session", autouse=True)
def patient_cache() -> None:
    """A page waits a quarter of a second for Redis; on a machine full of tests an answer may take longer."""
    cache.PATIENCE = 10.0


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """The real hasher takes a third of a second on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def company(db: None) -> Rulebook:
    """Two teams, three projects, one pool, in the database."""
    rulebook = rulebook_from_yaml(COMPANY)
    save_rulebook(rulebook)
    return rulebook


@pytest.fixture
def teams(company: Rulebook) -> dict[str, Team]:
    """The teams of the company by slug: `platform` is Alice's, `payments` is Bob's."""
    return {team.slug: team for team in Team.objects.all()}


def person(name: str, role: str | None = None, **fields: Any) -> User:
    user = User.objects.create_user(name, f"{name}@example.com", PASSWORD, first_name=name.title(), **fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def fay(db: None) -> User:
    """Finance: reads every team's chargeback and changes nothing in the rulebook."""
    return person("fay", "finance")


@pytest.fixture
def ada(db: None) -> User:
    """Admin: edits teams, rules and users in the administration."""
    return person("ada", "admin", is_staff=True)


@pytest.fixture
def alice(teams: dict[str, Team]) -> User:
    """Leads Platform."""
    return member("alice", "lead", teams["platform"])


@pytest.fixture
def bob(teams: dict[str, Team]) -> User:
    """Leads Payments."""
    return member("bob", "lead", teams["payments"])


@pytest.fixture
def vera(teams: dict[str, Team]) -> User:
    """A viewer of Platform: sees what Alice sees and takes nothing away."""
    return member("vera", "viewer", teams["platform"])


@pytest.fixture
def charlie(db: None) -> User:
    """Has a login and no team."""
    return person("charlie")


def member(name: str, role: str, team: Team) -> User:
    user = person(name, role)
    Membership.objects.create(user=user, team=team, role=role)
    return user
