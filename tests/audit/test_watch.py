"""What is written down: changes of tables with old and new values, by whom and through which door; logins."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, connection, transaction
from django.test import Client

from allocation.history.authorship import authored
from allocation.models import EVENTS, Membership, Team
from chargeback.audit.models import Entry
from chargeback.billing.models import BillingPeriod
from tests.conftest import PASSWORD


def newest(subject: str) -> Entry:
    return Entry.objects.filter(subject=subject).latest("pk")


def test_a_change_of_a_period_is_kept_with_old_and_new_values(db: None) -> None:
    period = BillingPeriod.objects.create(month="2026-10-01", currency="USD")
    with authored("Fay (fay)", "The bill is final"):
        BillingPeriod.objects.filter(pk=period.pk).update(state="in review")
    entry = newest("billing_billingperiod")
    assert (entry.actor, entry.reason, entry.door) == ("Fay (fay)", "The bill is final", "command")
    assert (entry.action, entry.row, entry.old, entry.new) == (
        "update",
        str(period.pk),
        {"state": "open"},
        {"state": "in review"},
    )


def test_sql_by_hand_is_seen_and_told_from_the_portal(db: None) -> None:
    period = BillingPeriod.objects.create(month="2026-10-01", currency="USD")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL application_name = 'psql'")
        cursor.execute("UPDATE billing_billingperiod SET basis = 'effective' WHERE id = %s", [period.pk])
    entry = newest("billing_billingperiod")
    assert entry.door == "database"
    assert entry.actor.startswith("SQL by hand")


def test_a_password_is_never_in_the_log(db: None) -> None:
    user = User.objects.create_user("alice", password=PASSWORD)
    user.set_password("another password")
    user.save()
    entry = newest("auth_user")
    assert (entry.old, entry.new) == ({"password": "(hidden)"}, {"password": "(changed)"})
    texts = [str((one.old, one.new)) for one in Entry.objects.filter(subject="auth_user")]
    assert not any("$" in text for text in texts)


def test_a_role_given_and_a_membership_taken_are_entries(alice: User, teams: dict[str, Team]) -> None:
    alice.groups.add(Group.objects.get(name="finance"))
    given = newest("auth_user_groups").new or {}
    assert (given["user_id"], given["group_id"]) == (alice.pk, Group.objects.get(name="finance").pk)
    Membership.objects.filter(user=alice).delete()
    entry = newest("allocation_membershipevent")
    assert (entry.action, bool(entry.event), len(entry.event_digest)) == ("delete", True, 64)


def test_every_table_of_the_rulebooks_history_is_watched(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'audit_events'::regproc")
        watched = {row[0] for row in cursor.fetchall()}
    assert watched == {event._meta.db_table for event in EVENTS.values()}


def test_logins_failed_logins_and_logouts_are_entries(client: Client, alice: User) -> None:
    client.post("/login/", {"username": "alice", "password": "wrong"})
    client.post("/login/", {"username": "my secret password", "password": "wrong"})
    client.post("/login/", {"username": "alice", "password": PASSWORD})
    client.post("/logout/")
    told = list(Entry.objects.filter(subject="login").order_by("pk").values_list("action", "row", "actor"))
    assert told == [
        ("login failed", "alice", "nobody signed in"),
        ("login failed", "(a name that nobody has)", "nobody signed in"),
        ("login", "alice", "Alice (alice)"),
        ("logout", "alice", "Alice (alice)"),
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"], ids=["update", "delete", "truncate"]
)
@pytest.mark.parametrize(("table", "column"), [("audit_entry", "id"), ("audit_block", "number")])
def test_the_database_refuses_to_change_the_log(statement: str, table: str, column: str, ada: User, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_block (number, version, made_at, entries, previous, hash) "
            "VALUES (1, 1, now(), '{}', '', '')"
        )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_never_emptied")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))
