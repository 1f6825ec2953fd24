"""Any form of the rulebook's administration can be tried as a draft; with a second person it can only be that."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.engine.rulebook import Rulebook
from allocation.models import AllocationOptions, Draft, Driver, MappingRule, Membership, Project, Reading, Team
from allocation.rulebook import load_rulebook, rulebook_from_json

from .forms import act, add, change, errors, messages, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, ada: User, company: Rulebook) -> Client:
    client.force_login(ada)
    return client


def test_a_form_becomes_a_draft_and_saves_nothing(desk: Client, company: Rulebook) -> None:
    answer = submit(desk, change(MappingRule.objects.get()), valid_from="2026-11-01", _draft="1", reason="Contract")
    draft = Draft.objects.get()
    assert answer.redirect_chain[-1][0] == f"/rules/drafts/{draft.pk}/"
    assert (draft.name, draft.reason) == ("Mapping rule support fee", "Contract")
    assert str(rulebook_from_json(draft.rulebook).rules[0].span.start) == "2026-11-01"
    assert load_rulebook() == company


def test_a_new_row_can_be_tried_too(desk: Client, company: Rulebook) -> None:
    submit(desk, add("team"), name="Ops", slug="ops", _draft="1")
    assert "ops" in {team.slug for team in rulebook_from_json(Draft.objects.get().rulebook).teams}
    assert load_rulebook() == company


def test_a_wrong_form_is_shown_again_with_what_is_wrong(desk: Client) -> None:
    told = errors(submit(desk, change(MappingRule.objects.get()), team=Team.objects.all()[0].pk, _draft="1"))
    assert told == ["Choose exactly one of project, team and pool: where the matched cost goes."]
    assert not Draft.objects.exists()


def test_a_form_that_changes_nothing_is_no_draft(desk: Client) -> None:
    answer = submit(desk, change(Project.objects.get(slug="gateway")), _draft="1")
    assert messages(answer) == ["This is the rulebook as it is; change something first."]


def test_members_are_no_part_of_a_draft_and_that_is_said(desk: Client, charlie: User) -> None:
    fields = {"memberships-TOTAL_FORMS": 1, "memberships-0-user": charlie.pk, "memberships-0-role": "lead"}
    answer = submit(desk, change(Team.objects.get(slug="platform")), name="Platforms", _draft="1", **fields)
    assert "Members of teams" in messages(answer)[0]
    assert not Membership.objects.exists()


def test_with_a_second_person_nothing_is_saved_by_one(desk: Client, company: Rulebook) -> None:
    AllocationOptions.objects.update(needs_second_person=True)
    rule, project = MappingRule.objects.get(), Project.objects.get(slug="gateway")
    for answer in (
        submit(desk, change(rule), position=5),
        act(desk, "mappingrule", "duplicate", [rule]),
        act(desk, "project", "move_to_team", [project], team=Team.objects.get(slug="payments").pk, day="2026-11-01"),
        desk.post(change(rule).replace("change", "delete"), {"post": "yes", "reason": "x"}, follow=True),
        submit(desk, change(AllocationOptions.objects.get()), needs_second_person=None),
    ):
        assert "Changes need a second person here: nothing was saved." in messages(answer)[0]
    assert load_rulebook() == company
    assert b'name="_save"' not in desk.get(change(rule)).content
    submit(desk, change(rule), position=5, valid_from="2026-11-01", _draft="1")
    assert Draft.objects.count() == 1


def test_readings_are_measured_and_need_no_second_person(desk: Client) -> None:
    AllocationOptions.objects.update(needs_second_person=True)
    submit(desk, add("driver"), name="GB", slug="gb")
    row = {"readings-TOTAL_FORMS": 1, "readings-0-month": "2026-10-01", "readings-0-value": "5"}
    team = Team.objects.all()[0]
    submit(desk, change(Driver.objects.get()), **row, **{"readings-0-team": team.pk})
    assert Reading.objects.count() == 1


def test_only_a_superuser_switches_the_second_person_off(desk: Client, ada: User) -> None:
    AllocationOptions.objects.update(needs_second_person=True)
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    submit(desk, change(AllocationOptions.objects.get()), needs_second_person=None)
    assert not AllocationOptions.objects.get().needs_second_person
