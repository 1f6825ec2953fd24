"""Who may do what in the administration."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from allocation.engine.rulebook import Rulebook
from allocation.models import Membership, Team, sees_all_teams

from .forms import act, add, change, errors, submit

pytestmark = pytest.mark.django_db
LISTS = ["team", "owner", "project", "mappingrule", "pool", "splitrule", "driver", "reading", "allocationoptions"]


@pytest.mark.parametrize("model", LISTS)
def test_ada_edits_every_part_of_the_rulebook(client: Client, ada: User, company: Rulebook, model: str) -> None:
    client.force_login(ada)
    assert client.get(f"/admin/allocation/{model}/", follow=True).status_code == 200
    assert client.get(f"/admin/allocation/{model}/add/").status_code == (403 if model == "allocationoptions" else 200)


@pytest.mark.parametrize("model", LISTS)
def test_staff_of_finance_read_every_part_and_change_none(
    client: Client, fay: User, company: Rulebook, model: str
) -> None:
    User.objects.filter(pk=fay.pk).update(is_staff=True)
    client.force_login(fay)
    assert client.get(f"/admin/allocation/{model}/", follow=True).status_code == 200
    assert client.get(f"/admin/allocation/{model}/add/").status_code == 403


def test_staff_of_finance_change_no_team_by_post_or_bulk_action(
    client: Client, fay: User, teams: dict[str, Team]
) -> None:
    User.objects.filter(pk=fay.pk).update(is_staff=True)
    client.force_login(fay)
    assert client.post(change(teams["platform"]), {"name": "Mine", "slug": "platform"}).status_code == 403
    act(client, "team", "end_on_day", list(teams.values()), day="2026-01-01")
    assert Team.objects.filter(name="Platform", active_until=None).exists()


@pytest.mark.parametrize("who", ["fay", "alice", "bob", "vera", "charlie"])
def test_nobody_but_staff_enters(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get("/admin/").status_code == 302


def test_finance_and_admin_see_all_teams_and_the_others_their_own(
    fay: User, ada: User, alice: User, vera: User, charlie: User, teams: dict[str, Team]
) -> None:
    assert [sees_all_teams(user) for user in (fay, ada, alice, vera, charlie)] == [True, True, False, False, False]
    assert set(Team.objects.visible_to(fay)) == set(teams.values())
    assert list(Team.objects.visible_to(alice)) == [teams["platform"]]
    assert list(Team.objects.visible_to(vera)) == [teams["platform"]]
    assert list(Team.objects.exportable_by(vera)) == []
    assert list(Team.objects.visible_to(charlie)) == []


def test_roles_exist_and_hold_what_they_should() -> None:
    granted = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    assert set(granted) == {"finance", "admin", "lead", "viewer"}
    assert granted["lead"] == granted["viewer"] == set()
    written = {codename.partition("_")[2] for codename in granted["finance"] if not codename.startswith("view_")}
    closing = {"adjustment", "closing", "override", "reopening", "review"}
    assert written == closing | {"invoice", "invoiceitem", "tolerance", "journalexport", "dispute"}
    assert {"change_team", "add_mappingrule", "delete_share", "change_user", "change_source"} <= granted["admin"]
    assert not {"delete_user", "change_group", "change_run", "change_charge"} & granted["admin"]


def test_finance_and_admin_can_read_every_model_of_the_product() -> None:
    """A model that nobody put into the table of roles fails here."""
    readable = {
        f"view_{model._meta.model_name}"
        for app in ("allocation", "billing", "costs", "jobs")
        for model in apps.get_app_config(app).get_models()
        if model._meta.default_permissions  # events of the history are read in the portal only
    }
    for role in ("finance", "admin"):
        granted = set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))
        assert readable - granted == set()


def test_ada_gives_a_user_a_role_and_a_team(client: Client, ada: User, charlie: User, teams: dict[str, Team]) -> None:
    client.force_login(ada)
    fields = {
        "groups": [Group.objects.get(name="lead").pk],
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-team": teams["platform"].pk,
        "memberships-0-role": "lead",
    }
    assert errors(submit(client, change(charlie), **fields)) == []
    assert [group.name for group in charlie.groups.all()] == ["lead"]
    assert Membership.objects.get(user=charlie).team == teams["platform"]


def test_ada_makes_herself_no_superuser(client: Client, ada: User) -> None:
    client.force_login(ada)
    submit(client, change(ada), is_superuser="on", user_permissions=["1"])
    ada.refresh_from_db()
    assert not ada.is_superuser
    assert not ada.user_permissions.exists()


def test_ada_makes_no_superuser_anew(client: Client, ada: User) -> None:
    client.force_login(ada)
    submit(
        client,
        add("user", "auth"),
        username="eve",
        password1="a-long-enough-one",
        password2="a-long-enough-one",
        is_superuser="on",
    )
    assert not User.objects.get(username="eve").is_superuser


def test_ada_changes_no_superuser_and_no_password_of_one(client: Client, ada: User) -> None:
    root = User.objects.create_superuser("root")
    client.force_login(ada)
    assert client.post(change(root), {"username": "root", "is_active": ""}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    data = {"password1": "taken-over-by-ada", "password2": "taken-over-by-ada", "usable_password": "true"}
    assert client.post(password, data).status_code == 403
    client.post("/admin/auth/user/", {"action": "deactivate", "_selected_action": [root.pk, ada.pk], "index": 0})
    assert User.objects.filter(is_active=True).count() == 2


def test_ada_deactivates_a_user(client: Client, ada: User, charlie: User) -> None:
    client.force_login(ada)
    client.post("/admin/auth/user/", {"action": "deactivate", "_selected_action": [charlie.pk], "index": 0})
    charlie.refresh_from_db()
    assert not charlie.is_active


def test_a_superuser_makes_a_superuser(client: Client, charlie: User) -> None:
    client.force_login(User.objects.create_superuser("root"))
    submit(client, change(charlie), is_superuser="on")
    charlie.refresh_from_db()
    assert charlie.is_superuser
