"""The state of the data: another one after every change that pages show, and never the same again."""

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from allocation.models import Owner
from chargeback.datastate import tasks
from chargeback.datastate.known import known
from chargeback.datastate.models import Change
from chargeback.datastate.state import STATE, data_state, one_state
from chargeback.datastate.watching import UNWATCHED

WATCH = """
SELECT table_class.relname, count(trigger.tgname)
FROM pg_class table_class LEFT JOIN pg_trigger trigger
    ON trigger.tgrelid = table_class.oid AND trigger.tgname IN ('datastate', 'datastate_emptied')
WHERE table_class.relnamespace = 'public'::regnamespace AND table_class.relkind IN ('r', 'p')
    AND NOT table_class.relispartition
GROUP BY table_class.relname
"""


@pytest.mark.django_db
def test_every_table_is_watched_or_there_is_a_reason_why_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WATCH)
        watched = dict(cursor.fetchall())
    histories = {name for name in watched if name.startswith("allocation_") and name.endswith("event")}
    assert {name for name, count in watched.items() if count == 0} == {*UNWATCHED, *histories}
    assert set(watched.values()) == {0, 2}


@pytest.mark.django_db
def test_a_row_made_changed_or_deleted_is_another_state_each_time() -> None:
    states = [data_state()]
    owner = Owner.objects.create(name="Alice")
    states.append(data_state())
    Owner.objects.filter(pk=owner.pk).update(name="Bob")
    states.append(data_state())
    Owner.objects.filter(pk=owner.pk).delete()
    states.append(data_state())
    assert len(set(states)) == 4
    assert data_state() == states[-1]


@pytest.mark.django_db
def test_signing_in_changes_nothing_that_pages_show(fay: User) -> None:
    before = data_state()
    fay.save(update_fields=["last_login"])
    assert data_state() == before
    fay.is_active = False
    fay.save(update_fields=["is_active"])
    assert data_state() != before


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_when_it_is_committed_also_after_a_later_one() -> None:
    other = connection.copy()
    try:
        with transaction.atomic(using="default"):
            Owner.objects.create(name="begun first, committed last")
            with other.cursor() as cursor:
                cursor.execute(STATE)
                begun = cursor.fetchone()
                cursor.execute("INSERT INTO allocation_owner (name, email) VALUES ('begun and committed between', '')")
                cursor.execute(STATE)
                between = cursor.fetchone()
        with other.cursor() as cursor:
            cursor.execute(STATE)
            assert len({begun, between, cursor.fetchone()}) == 3
    finally:
        other.close()


@pytest.mark.django_db
def test_who_only_reads_asks_once() -> None:
    with one_state():
        before = data_state()
        Owner.objects.create(name="Alice")
        assert data_state() == before
    assert data_state() != before


@pytest.mark.django_db
def test_old_changes_are_forgotten_and_that_is_another_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST", 10)
    monkeypatch.setattr(tasks, "LEFT", 3)
    Change.objects.all().delete()
    Change.objects.bulk_create(Change(number=number) for number in range(11))
    before = data_state()
    tasks.forget_old_changes()
    assert [change.number for change in Change.objects.order_by("pk")] == [8, 9, 10]
    assert data_state() != before


@pytest.mark.django_db
def test_what_was_read_of_a_state_is_read_again_only_after_a_change_or_where_something_is_changed() -> None:
    reads: list[str] = []

    def names() -> tuple[str, ...]:
        reads.append("read")
        return tuple(Owner.objects.values_list("name", flat=True))

    for _ in range(2):
        with one_state():
            assert known("names", names) == ()
    assert len(reads) == 1
    Owner.objects.create(name="Alice")
    assert known("names", names) == known("names", names) == ("Alice",)
    assert len(reads) == 3
    with one_state():
        assert known("names", names) == ("Alice",)
