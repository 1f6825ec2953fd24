"""Views by name: one's own, whole, and never more than their reader may see."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod, SavedView
from tests.portal.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(client: Client, october: BillingPeriod, fay: User) -> SavedView:
    """Fay's view of teams."""
    client.force_login(fay)
    client.post("/explore/views/", {"name": "By  team", "query": "range=2&group=team&nonsense=1&csrf=x"})
    return SavedView.objects.get()


def act(client: Client, view: SavedView, action: str, **form: str) -> str:
    answer = client.post(f"/explore/views/{view.pk}/{action}/", {"query": "range=3", **form}, follow=True)
    return text(answer)


def test_a_view_keeps_what_is_shown_and_nothing_else(saved: SavedView) -> None:
    assert (saved.name, saved.query) == ("By team", "range=2&group=team")


def test_a_view_can_be_renamed_updated_and_deleted(saved: SavedView, client: Client) -> None:
    assert "called “Mine” now" in act(client, saved, "rename", name="Mine")
    act(client, saved, "update")
    saved.refresh_from_db()
    assert (saved.name, saved.query) == ("Mine", "range=3")
    act(client, saved, "delete")
    assert not SavedView.objects.exists()


def test_explore_opens_with_the_default_view_until_told_otherwise(saved: SavedView, client: Client) -> None:
    act(client, saved, "default")
    assert client.get("/explore/").headers["Location"] == "/explore/?range=2&group=team"
    act(client, saved, "no-default")
    assert client.get("/explore/").status_code == 200


def test_only_one_view_is_the_default(saved: SavedView, client: Client) -> None:
    client.post("/explore/views/", {"name": "Other", "query": "range=3"})
    other = SavedView.objects.get(name="Other")
    act(client, saved, "default")
    act(client, other, "default")
    assert list(SavedView.objects.filter(is_default=True)) == [other]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("By team", "a view called “By team” already"),
        ("  ", "Give the view a name"),
        ("x" * 81, "The name is too long"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_what_to_do(
    name: str, words: str, saved: SavedView, client: Client
) -> None:
    answer = client.post("/explore/views/", {"name": name, "query": "range=3"}, follow=True)
    assert words in text(answer)
    assert SavedView.objects.count() == 1


def test_a_view_of_somebody_else_does_not_exist(saved: SavedView, alice: User) -> None:
    client = Client()
    client.force_login(alice)
    for action in ("rename", "update", "delete", "default"):
        assert client.post(f"/explore/views/{saved.pk}/{action}/", {"name": "x"}).status_code == 404
    assert "By team" not in text(client.get("/explore/"))


def test_a_shared_address_shows_each_reader_their_own(saved: SavedView, client: Client, alice: User) -> None:
    client.force_login(alice)
    page = text(client.get(f"/explore/?{saved.query}"))
    assert "2,250.25" in page
    assert "Payments" not in page
    assert "75,589.52" not in page
