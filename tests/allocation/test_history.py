"""Whoever changes the rulebook, however it is done, leaves author, reason, before and after."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from allocation.engine.rulebook import Rulebook
from allocation.history.authorship import authored
from allocation.history.changes import UNKNOWN, changed_at, history_of, newest_changes
from allocation.history.events import KINDS
from allocation.models import EVENTS, MappingRule, Membership, Project, Team, Tenure
from allocation.rulebook import load_rulebook, rulebook_to_yaml, save_rulebook

from .forms import act, change, errors, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client: Client, ada: User, company: Rulebook) -> Client:
    client.force_login(ada)
    return client


def told(kind: str, row: Any) -> tuple[str, str, str, dict[str, tuple[str, str]]]:
    """The newest version of a row: who, why, what, and the fields before and after."""
    newest = history_of(kind, row.pk)[0]
    fields = {field.name: (field.before, field.after) for field in newest.version.fields}
    return newest.author.name, newest.author.reason, newest.version.what, fields


def test_a_form_of_the_administration_leaves_who_why_before_and_after(desk: Client) -> None:
    rule = MappingRule.objects.get()
    assert errors(submit(desk, change(rule), valid_from="2026-11-01", reason="New contract")) == []
    assert told("rule", rule) == ("Ada (ada)", "New contract", "changed", {"days": ("always", "from 2026-11-01")})


def test_no_form_is_saved_without_a_reason(desk: Client) -> None:
    rule = MappingRule.objects.get()
    assert errors(submit(desk, change(rule), position=7, reason=" ")) == ["This field is required."]
    assert MappingRule.objects.get().position == 10


def test_a_bulk_action_is_its_own_reason_where_none_is_written(desk: Client) -> None:
    project, team = Project.objects.get(slug="gateway"), Team.objects.get(slug="payments")
    act(desk, "project", "move_to_team", [project], team=team.pk, day="2026-11-01")
    author, reason, _, fields = told("project", project)
    assert (author, reason) == ("Ada (ada)", "Move to the team from the day on, in the list")
    assert fields == {"teams": ("Platform always", "Platform until 2026-11-01; Payments from 2026-11-01")}
    act(desk, "project", "move_to_team", [project], team=team.pk, day="2026-10-01", reason="Agreed")
    assert told("project", project)[1] == "Agreed"


def test_an_import_leaves_its_author_and_reason_and_no_version_of_what_stayed(company: Rulebook, tmp_path: Any) -> None:
    file = tmp_path / "company.yaml"
    gateway, ledger = Project.objects.get(slug="gateway"), Project.objects.get(slug="ledger")
    file.write_text(rulebook_to_yaml(company).replace("Gateway-legacy", "gateway-old"))
    call_command("import_rules", str(file), reason="Old tags are gone")
    author, reason, what, fields = told("project", gateway)
    assert author.endswith(" on the command line")
    assert (reason, what) == ("Old tags are gone", "changed")
    assert fields == {"tag values": ("Gateway-legacy, gateway", "gateway, gateway-old")}
    assert [one.version.what for one in history_of("project", ledger.pk)] == ["added"]


def test_rows_written_anew_with_the_same_content_are_no_change(company: Rulebook) -> None:
    tenures = list(Tenure.objects.filter(project__slug="ledger"))
    with transaction.atomic():
        Tenure.objects.filter(project__slug="ledger").delete()
        Tenure.objects.bulk_create(tenures)
    assert len(history_of("project", tenures[0].project_id)) == 1


def test_sql_past_the_portal_is_seen_with_an_author_that_is_not_known(company: Rulebook) -> None:
    rule = MappingRule.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE allocation_mappingrule SET note = 'mine'")
    assert told("rule", rule) == (UNKNOWN, "", "changed", {"note": ("", "mine")})


@pytest.mark.parametrize("statement", ["UPDATE allocation_teamevent SET name = ''", "DELETE FROM allocation_teamevent"])
def test_history_itself_cannot_be_changed(company: Rulebook, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert EVENTS[Team]._default_manager.count() == 2


def test_what_is_gone_keeps_its_history_and_its_names(company: Rulebook) -> None:
    rule = MappingRule.objects.get()
    with authored("Ada", "Support ended"):
        save_rulebook(replace(load_rulebook(), rules=(), pools=()))
    author, reason, what, fields = told("rule", MappingRule(pk=rule.pk))
    assert (author, reason, what) == ("Ada", "Support ended", "removed")
    assert fields["goes to"] == ("pool AWS Support", "")
    assert fields["when"] == ("service is AWS Support*", "")


def test_changes_are_listed_with_the_things_they_touched(desk: Client, alice: User) -> None:
    with authored("Ada", "Two at once"), transaction.atomic():
        Membership.objects.filter(user=alice).update(role="viewer")
        MappingRule.objects.update(position=5)
    newest, *_ = newest_changes()
    assert (newest.author.name, newest.author.reason) == ("Ada", "Two at once")
    assert newest.things == {"team": 1, "rule": 1}
    assert {one.kind: [field.name for field in one.version.fields] for one in changed_at(newest.at)} == {
        "rule": ["position"],
        "team": ["members"],
    }
    assert newest.at not in [one.at for one in newest_changes(before=newest.at)]


def test_every_table_that_is_tracked_belongs_to_a_thing() -> None:
    assert {table for kind in KINDS.values() for table in kind.tables} == set(EVENTS)
