"""The demo company in the database, and its months pulled and run."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from allocation.models import Membership, Team, sees_all_teams
from allocation.rulebook import load_rulebook
from chargeback import clock
from chargeback.billing.models import BillingPeriod
from chargeback.billing.verify import verify
from chargeback.clock import add_months
from chargeback.closing.models import Closing
from chargeback.costs.models import CostRecord, Pull, Source
from chargeback.demo.company import PROJECTS
from chargeback.demo.loading import DemoRefusedError, demo_rulebook, load_demo
from chargeback.demo.preparing import prepare_demo
from chargeback.jobs import work
from chargeback.jobs.models import Job
from chargeback.journal.models import JournalExport

from .conftest import TODAY, Serve, small_ledger


@pytest.fixture(autouse=True)
def a_demo(settings: LazySettings) -> None:
    settings.DEMO = True
    settings.TODAY = TODAY


@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2027, 12, 31)])
def test_the_company_has_twelve_teams_on_any_day(today: dt.date) -> None:
    teams = demo_rulebook(today).teams
    for back in range(420):
        day = today - dt.timedelta(days=back)
        assert sum(team.active.holds(day) for team in teams) == 12


def test_every_project_has_a_team_on_every_day_and_one_changes_hands_in_mid_month() -> None:
    projects = {project.slug: project for project in demo_rulebook(TODAY).projects}
    assert set(projects) == {project.slug for project in PROJECTS}
    days = [TODAY - dt.timedelta(days=back) for back in range(420)]
    assert all(project.team_on(day) for project in projects.values() for day in days)
    quotes = projects["rate-quotes"]
    assert (quotes.team_on(dt.date(2026, 9, 15)), quotes.team_on(dt.date(2026, 9, 16))) == ("pricing", "booking")


def test_loading_gives_everybody_a_login_and_what_they_may_see(db: None) -> None:
    load_demo(TODAY)
    assert all(authenticate(username=name, password="chargeback-demo") for name in ("fay", "ada", "alice", "charlie"))
    assert [user.username for user in User.objects.order_by("username") if sees_all_teams(user)] == ["ada", "fay"]
    assert list(User.objects.filter(is_staff=True).values_list("username", flat=True)) == ["ada"]
    seen = {user.username: [t.slug for t in Team.objects.visible_to(user)] for user in User.objects.all()}
    assert (seen["alice"], seen["bob"], seen["vera"], seen["charlie"]) == (["booking"], ["tracking"], ["booking"], [])
    assert Membership.objects.get(user__username="vera").role == Membership.Role.VIEWER
    assert Source.objects.get().slug == "aws"


def test_loading_again_keeps_what_people_changed(db: None) -> None:
    load_demo(TODAY)
    Team.objects.filter(slug="fleet").update(name="Fleet and Yards")
    User.objects.get(username="bob").groups.clear()
    before = load_rulebook()
    load_demo(TODAY + dt.timedelta(days=60))
    assert load_rulebook() == before
    assert not User.objects.get(username="bob").groups.exists()
    assert User.objects.count() == 6


def test_outside_the_demo_nothing_is_loaded(db: None, settings: LazySettings) -> None:
    settings.DEMO = False
    with pytest.raises(DemoRefusedError, match="CHARGEBACK_DEMO=1"):
        load_demo(TODAY)
    with pytest.raises(CommandError, match="not a demo"):
        call_command("prepare_demo")
    assert not User.objects.exists()


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Does what is on the work list, as a Celery worker would."""
    stop = threading.Event()

    def run_jobs() -> None:
        while not stop.wait(0.02):
            for job in Job.objects.filter(state=Job.State.QUEUED):
                work.run(job.pk, clock.now)
        connection.close()

    thread = threading.Thread(target=run_jobs)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.mark.usefixtures("worker")
def test_preparing_pulls_and_runs_every_month_once_and_closes_two(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = serve(small_ledger())
    monkeypatch.setenv("AWS_ENDPOINT_URL_COST_EXPLORER", service.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    said: list[str] = []
    prepare_demo(TODAY, said.append)
    assert Pull.objects.filter(state=Pull.State.STORED).count() == 14
    assert BillingPeriod.objects.exclude(current_run=None).count() == 14
    assert CostRecord.objects.count() == 5
    assert sum("pulled" in line for line in said) == sum("run" in line for line in said) == 14
    closed = Closing.objects.order_by("period__month").values_list("period__month", flat=True)
    assert list(closed) == [add_months(TODAY, -13), add_months(TODAY, -12)]
    assert sum("closed" in line for line in said) == JournalExport.objects.count() == 2
    assert verify().problems == ()
    spent = len(service.page("GET", "/calls")["calls"])
    prepare_demo(TODAY, said.append)
    assert len(said) == 30
    assert len(service.page("GET", "/calls")["calls"]) == spent
