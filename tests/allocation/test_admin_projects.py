"""Ada edits projects and teams in the administration."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.engine.rulebook import Rulebook
from allocation.models import MappingRule, Project, Team, Tenure
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod

from .forms import act, add, change, errors, messages, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, ada: User, company: Rulebook) -> Client:
    client.force_login(ada)
    return client


def test_the_day_of_a_change_of_team_is_moved_in_one_submit(desk: Client) -> None:
    ledger = Project.objects.get(slug="ledger")
    changes = {"tenures-0-valid_until": "2026-10-01", "tenures-1-valid_from": "2026-10-01"}
    assert errors(submit(desk, change(ledger), **changes)) == []
    assert history(ledger) == [("platform", None, "2026-10-01"), ("payments", "2026-10-01", None)]


def test_two_teams_on_one_day_are_refused_with_the_day_to_write(desk: Client) -> None:
    ledger = Project.objects.get(slug="ledger")
    told = errors(submit(desk, change(ledger), **{"tenures-0-valid_until": "2026-09-20"}))
    assert "Platform and Payments would both have the project on 2026-09-16." in told[0]
    assert "Write 2026-09-16 here, or an earlier day." in told
    assert history(ledger)[0] == ("platform", None, "2026-09-16")


def test_a_tenure_that_ends_before_it_begins_is_refused(desk: Client) -> None:
    told = errors(submit(desk, change(Project.objects.get(slug="ledger")), **{"tenures-1-valid_until": "2026-09-16"}))
    assert told == ["The end must be later than the start; it is the first day that no longer counts."]


def test_a_tag_value_of_another_project_is_refused(desk: Client) -> None:
    gateway = Project.objects.get(slug="gateway")
    changes = {"tags-TOTAL_FORMS": 3, "tags-2-value": "checkout", "tags-2-project": gateway.pk}
    assert errors(submit(desk, change(gateway), **changes)) == [
        "Another project has this tag value; a value names one project only."
    ]


def test_projects_are_moved_to_a_team_from_a_day_on(desk: Client) -> None:
    platform, rows = Team.objects.get(slug="platform"), list(Project.objects.exclude(slug="checkout"))
    answer = act(desk, "project", "move_to_team", rows, team=platform.pk, day="2026-11-01")
    assert messages(answer)[0] == "1 moved to Platform from 2026-11-01 on; the days before stay as they were."
    assert history(Project.objects.get(slug="ledger")) == [
        ("platform", None, "2026-09-16"),
        ("payments", "2026-09-16", "2026-11-01"),
        ("platform", "2026-11-01", None),
    ]
    assert history(Project.objects.get(slug="gateway")) == [("platform", None, None)]


@pytest.mark.parametrize("fields", [{}, {"day": "2026-11-01"}, {"day": "soon"}])
def test_moving_without_team_or_day_moves_nothing_and_says_so(desk: Client, fields: dict[str, str]) -> None:
    answer = act(desk, "project", "move_to_team", list(Project.objects.all()), **fields)
    assert "Nothing was moved: choose the team and the day beside it." in messages(answer)
    assert Tenure.objects.count() == 4


def test_teams_end_on_a_day_and_one_that_begins_later_stays(desk: Client) -> None:
    Team.objects.filter(slug="payments").update(active_from=dt.date(2027, 1, 1))
    answer = act(desk, "team", "end_on_day", list(Team.objects.all()), day="2026-12-01")
    assert messages(answer)[:2] == [
        "1 ended on 2026-12-01; that day is the first that no longer counts.",
        "Left as they are, because they begin on 2026-12-01 or later or ended before: Payments.",
    ]
    assert Team.objects.get(slug="platform").active_until == dt.date(2026, 12, 1)
    assert Team.objects.get(slug="payments").active_until is None


def test_a_team_with_projects_is_not_deleted_and_the_end_date_is_offered(desk: Client) -> None:
    team = Team.objects.get(slug="platform")
    answer = desk.post(change(team).replace("change", "delete"), {"post": "yes", "reason": "Closed"}, follow=True)
    assert messages(answer) == [
        "Platform cannot be deleted: assignments of projects refer to it. "
        "Set 'active until' to the first day on which it can no longer be charged; its history stays."
    ]
    assert Team.objects.filter(slug="platform").exists()


def test_a_team_that_was_charged_once_is_not_deleted(desk: Client, october: BillingPeriod) -> None:
    save_rulebook(rulebook_from_yaml("teams: {new: Nora}"))
    team = Team.objects.get(slug="platform")
    answer = desk.get(change(team).replace("change", "delete"), follow=True)
    assert re.search(r"^Platform cannot be deleted: .*statement lines.* refer to it\.", messages(answer)[0])


def test_a_new_team_that_nothing_refers_to_is_deleted(desk: Client) -> None:
    team = Team.objects.create(slug="typo", name="Typo")
    path = change(team).replace("change", "delete")
    refused = desk.post(path, {"post": "yes"}, follow=True)
    assert messages(refused) == ["Nothing was deleted: write why, so that the history can tell."]
    desk.post(path, {"post": "yes", "reason": "A typing error"})
    assert not Team.objects.filter(slug="typo").exists()


def test_a_slug_is_written_once_and_says_what_it_may_hold(desk: Client) -> None:
    assert "Use letters, digits" in errors(submit(desk, add("team"), name="X", slug="a b"))[0]
    team = Team.objects.get(slug="platform")
    submit(desk, change(team), slug="other", name="New name")
    team.refresh_from_db()
    assert (team.slug, team.name) == ("platform", "New name")


def test_retired_teams_are_hidden_and_cannot_be_chosen(desk: Client) -> None:
    Team.objects.create(slug="gone", name="Gone", is_retired=True)
    assert b"Gone" not in desk.get("/admin/allocation/team/").content
    assert b"Gone" in desk.get("/admin/allocation/team/?retired=yes").content
    choices = desk.get("/admin/autocomplete/?app_label=allocation&model_name=tenure&field_name=team").json()
    assert [choice["text"] for choice in choices["results"]] == ["Payments", "Platform"]


def history(project: Project) -> list[tuple[str, str | None, str | None]]:
    """Teams with their days, as text."""
    rows = project.tenures.select_related("team")
    return [
        (
            row.team.slug,
            str(row.valid_from) if row.valid_from else None,
            str(row.valid_until) if row.valid_until else None,
        )
        for row in rows
    ]


@pytest.mark.parametrize("value", ["chekout", "a&b=c", "<b>x"])
def test_a_link_fills_a_tag_value_in_and_only_saving_stores_it(desk: Client, value: str) -> None:
    checkout = Project.objects.get(slug="checkout")
    path = f"{change(checkout)}?{urlencode({'value': value})}"
    desk.get(path)
    assert values(checkout) == ["checkout"]
    assert errors(submit(desk, path)) == []
    assert values(checkout) == sorted(["checkout", value])


def test_a_link_fills_a_dated_rule_in(desk: Client) -> None:
    checkout = Project.objects.get(slug="checkout")
    row = {"name": "chekout is Checkout", "project": checkout.pk, "valid_from": "2026-11-03"}
    path = f"{add('mappingrule')}?{urlencode(row | {'dimension': 'tags.project', 'values': 'chekout'})}"
    assert errors(submit(desk, path)) == []
    rule = MappingRule.objects.get(name="chekout is Checkout")
    assert (rule.project, str(rule.valid_from)) == (checkout, "2026-11-03")
    assert [str(one) for one in rule.conditions.all()] == ["tags.project is chekout"]


def values(project: Project) -> list[str]:
    return sorted(project.tags.values_list("value", flat=True))
