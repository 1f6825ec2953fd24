"""Every address x every role x every method answers what matrix.yml says."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import User
from django.test import Client

import chargeback.portal.tasks  # noqa: F401 jobs are known once their tasks are imported
from allocation.drafts import new_draft
from allocation.history.changes import newest_changes
from allocation.models import Draft, Membership, Pool, Team
from allocation.rulebook import load_rulebook
from chargeback import clock
from chargeback.billing.models import BillingPeriod, SavedView
from chargeback.costs.models import Pull
from chargeback.exports.asking import Wanted, ask
from chargeback.jobs import work
from chargeback.jobs.models import Job
from chargeback.portal.converters import Moment
from chargeback.portal.tasks import export as handler  # noqa: F401 a worker that knows exports
from chargeback.urls import urlpatterns
from tests.billing.conftest import NOW
from tests.conftest import member
from tests.portal.bill import OCTOBER

MATRIX: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("matrix.yml").read_text())
ROLES = ("anonymous", "alice", "vera", "fay", "ada", "charlie", "deactivated", "removed")
PEOPLE = ("alice", "vera", "fay", "ada", "charlie")
OTHERS = ("put", "patch", "delete", "options")


@pytest.fixture
def client_of(
    october: BillingPeriod, teams: dict[str, Team], request: pytest.FixtureRequest
) -> Callable[[str], Client]:
    """A browser in which the role is signed in. Two lost their rights only afterwards: their session is still there."""

    def signed_in(role: str) -> Client:
        client = Client()
        if role in PEOPLE:
            client.force_login(request.getfixturevalue(role))
        elif role != "anonymous":
            user = member(role, "lead", teams["platform"])
            client.force_login(user)
            take_rights(role, user)
        return client

    return signed_in


def take_rights(role: str, user: User) -> None:
    if role == "removed":
        Membership.objects.filter(user=user).delete()
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.fixture
def job(db: None) -> Job:
    now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    return Job.objects.create(kind="pull", slot="x", state="done", created_at=now, due_at=now)


@pytest.fixture
def exports(alice: User, october: BillingPeriod, settings: Any, tmp_path: Path) -> dict[str, int]:
    """Made for Alice, with their files: one to be taken, one to be deleted."""
    settings.EXPORTS_DIR = tmp_path
    made = {kind: ask(alice, Wanted("lines", OCTOBER, "platform", "", kind), clock.now()) for kind in ("csv", "xlsx")}
    for export in made.values():
        work.run(export.job_id, clock.now)
    return {"export": made["csv"].pk, "dropped": made["xlsx"].pk}


@pytest.fixture
def draft(october: BillingPeriod) -> Draft:
    """Made by nobody who is here, so that everybody may be its second person."""
    base = load_rulebook()
    author = User.objects.create_user("author")
    return new_draft("Name", "Why", base, replace(base, default_owner="Nobody"), author, NOW)


def expected(row: dict[str, Any], method: str, role: str) -> int | None:
    """The status that the row promises; None where it says nothing."""
    key = "get" if method in ("get", "head") else "post" if method == "post" else "other"
    promise: Any = row.get(key)
    if promise is None and key == "other" and "post" in row:
        promise = 302 if role in ("anonymous", "deactivated") and not row.get("public") else 405
    if isinstance(promise, dict):
        return int(promise[role])
    if promise == 405 and role in ("anonymous", "deactivated") and not row.get("public"):
        return 302
    return None if promise is None else int(promise)


def other(place: int, role: str) -> str:
    """One of the methods that no page has, in turn: over the roles every address is asked by each of them twice."""
    return OTHERS[(place + ROLES.index(role)) % len(OTHERS)]


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_matrix_says(
    role: str, client_of: Callable[[str], Client], job: Job, draft: Draft, exports: dict[str, int], fay: User
) -> None:
    client = client_of(role)
    named = {
        "job": job.pk,
        "pull": Pull.objects.latest("pk").pk,
        "draft": draft.pk,
        **exports,
        "change": Moment().to_url(newest_changes()[0].at),
        "pool": Pool.objects.get().pk,
        "view": SavedView.objects.create(user=fay, name="Fay's", query="range=2").pk,
    }
    heads = ("head",) if role in ("anonymous", "alice") else ()  # it is a GET whose body is left out: dear, and no news
    wrong = {}
    for place, (name, row) in enumerate(sorted(MATRIX.items(), key=lambda item: item[0] == "logout")):
        for method in ("get", *heads, other(place, role), "post"):
            promised = expected(row, method, role)
            form = row.get("form", {}) if method == "post" else {}
            answer = getattr(client, method)(row["url"].format(**named), form)
            if promised is not None and answer.status_code != promised:
                wrong[f"{method.upper()} {name}"] = (answer.status_code, promised)
    assert wrong == {}


def test_every_url_name_has_a_row() -> None:
    rows = {name.partition(" (")[0] for name in MATRIX}
    assert {pattern.name for pattern in urlpatterns if hasattr(pattern, "name")} - rows == set()


@pytest.mark.parametrize("row", [name for name, row in MATRIX.items() if isinstance(row.get("get"), dict)])
def test_every_row_names_every_role(row: str) -> None:
    assert set(MATRIX[row]["get"]) == set(ROLES)
