"""What the database itself refuses, also when two people write at the same moment."""

import datetime as dt
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import Error, IntegrityError, connection, transaction
from django.test import Client

from allocation.models import AllocationOptions, MappingRule, Pool, Project, Reading, SplitRule, Team, Tenure
from allocation.rulebook import load_rulebook, rulebook_from_yaml, save_rulebook

from .forms import change, messages, shown_values

JULY = dt.date(2026, 7, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_teams_that_take_a_project_at_once_one_is_refused() -> None:
    team, project = Team.objects.create(slug="a", name="A"), Project.objects.create(slug="p", name="P")
    outcomes = at_once(lambda: Tenure.objects.create(project=project, team=team, valid_from=JULY))
    assert sorted(outcomes) == ["refused", "saved"]
    assert Tenure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_split_rules_for_a_pool_at_once_one_is_refused() -> None:
    pool = Pool.objects.create(slug="p", name="P")
    outcomes = at_once(lambda: SplitRule.objects.create(pool=pool, method="even", to_all_teams=True))
    assert sorted(outcomes) == ["refused", "saved"]
    assert SplitRule.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_leave_one_of_the_two_rulebooks_whole() -> None:
    books = [rulebook_from_yaml(f"teams: {{dev: A, x{one}: B}}\nprojects: {{p: x{one}}}") for one in (1, 2)]
    waiting = iter(books)
    assert at_once(lambda: save_rulebook(next(waiting))) == ["saved", "saved"]
    assert load_rulebook() in books


@pytest.mark.django_db(transaction=True)
def test_a_clash_seen_only_at_the_end_of_the_transaction_is_told_in_a_sentence(client: Client, ada: User) -> None:
    """Somebody adds a tenure after Ada's form was checked and before it is stored."""
    client.force_login(ada)
    team, project = Team.objects.create(slug="a", name="A"), Project.objects.create(slug="p", name="P")
    values = shown_values(client.get(change(project)))
    values |= {
        "tenures-TOTAL_FORMS": 1,
        "tenures-0-team": team.pk,
        "tenures-0-project": project.pk,
        "reason": "Handed over",
    }
    Tenure.objects.create(project=project, team=team)
    answer = client.post(change(project), values, follow=True)
    assert "Somebody else changed the same rows at the same moment" in messages(answer)[-1]
    assert Tenure.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        lambda team: MappingRule.objects.create(position=1, name="none"),
        lambda team: MappingRule.objects.create(position=1, name="back", team=team, valid_from=JULY, valid_until=JULY),
        lambda team: Team.objects.create(slug="b", name="B", active_from=JULY, active_until=JULY),
        lambda team: SplitRule.objects.create(pool=Pool.objects.create(slug="p", name="P"), method="driver"),
        lambda team: AllocationOptions.objects.create(pk=2),
        lambda team: Reading.objects.create(month=dt.date(2026, 7, 2), value=1, driver_id=1, team=team),
    ],
)
def test_the_database_refuses_rows_that_mean_nothing(wrong: Callable[[Team], object]) -> None:
    team = Team.objects.create(slug="a", name="A")
    with pytest.raises(Error), transaction.atomic():
        wrong(team)


@pytest.mark.django_db
def test_a_day_may_end_one_tenure_and_begin_the_next() -> None:
    team, project = Team.objects.create(slug="a", name="A"), Project.objects.create(slug="p", name="P")
    Tenure.objects.create(project=project, team=team, valid_until=JULY)
    Tenure.objects.create(project=project, team=team, valid_from=JULY)
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert project.tenures.count() == 2


@pytest.mark.django_db
def test_migrating_again_makes_the_roles_what_the_table_says() -> None:
    finance = Group.objects.get(name="finance")
    before = set(finance.permissions.all())
    finance.permissions.set(Permission.objects.filter(codename__in=["change_team", "view_session"]))
    call_command("migrate", verbosity=0)
    assert set(finance.permissions.all()) == before


def at_once(write: Callable[[], object]) -> list[str]:
    """Runs `write` in two transactions of two sessions that overlap, and says what became of each."""
    outcomes: list[str] = []
    together = Barrier(2, timeout=20)

    def session() -> None:
        try:
            together.wait()
            with transaction.atomic():
                write()
            outcomes.append("saved")
        except (IntegrityError, Error):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=session) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
