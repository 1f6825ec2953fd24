"""Drafts in the portal: made, looked at, approved, published; refusals keep what was written."""

import io

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import AllocationOptions, Draft, MappingRule, Project
from allocation.rulebook import load_rulebook, rulebook_to_yaml
from chargeback.billing.models import BillingPeriod

from .reading import cells, text

NEW = "/rules/drafts/new/"


@pytest.fixture
def desk(client: Client, october: BillingPeriod, ada: User) -> Client:
    client.force_login(ada)
    return client


def moved_gateway() -> str:
    yaml = rulebook_to_yaml(load_rulebook())
    assert "name: Gateway, team: platform" in yaml
    return yaml.replace("name: Gateway, team: platform", "name: Gateway, team: payments")


def made(desk: Client, **fields: object) -> Draft:
    answer = desk.post(NEW, {"name": "Gateway moves", "reason": "Reorganised", "text": moved_gateway(), **fields})
    assert answer.status_code == 302, text(answer)
    return Draft.objects.latest("pk")


def act(desk: Client, draft: Draft, action: str, **fields: str) -> str:
    draft.refresh_from_db()
    form = {"edition": str(draft.edition), **fields}
    return text(desk.post(f"/rules/drafts/{draft.pk}/{action}/", form, follow=True))


def test_a_draft_is_looked_at_in_one_month_at_once_and_published(desk: Client) -> None:
    draft = made(desk)
    page = f"/rules/drafts/{draft.pk}/"
    assert "Look at what it does to a month first" in text(desk.get(page))
    act(desk, draft, "preview", month="2026-10")
    rows = cells(desk.get(page), "table-teams")
    assert rows == [
        ["Payments", "Oct 2026", "73,290.27", "74,490.52", "+1,200.25"],
        ["Platform", "Oct 2026", "1,250.25", "50.00", "−1,200.25"],
        ["All teams and unallocated", "", "74,589.52", "74,589.52", "0.00"],
    ]
    moves = cells(desk.get(f"{page}?month=2026-10&team=platform"), "table-moves")
    assert [row[2:4] for row in moves] == [
        [
            "team platform, project gateway, by tag project=gateway",
            "team payments, project gateway, by tag project=gateway",
        ]
    ] * 2
    assert "unchanged, equal to the bill" in text(desk.get(page))
    assert "Published." in act(desk, draft, "publish")
    assert Project.objects.get(slug="gateway").tenures.get().team.slug == "payments"


def test_a_file_takes_the_place_of_the_text(desk: Client) -> None:
    file = io.BytesIO(moved_gateway().encode("utf-8-sig"))
    file.name = "rules.yaml"
    assert "project gateway: changed" in text(desk.get(f"/rules/drafts/{made(desk, text='x', file=file).pk}/"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("teams: {dev: Alice}\ncolour: red", "colour: unknown key"),
        ("", "a rulebook is a mapping of keys"),
        ("\0", "Null characters are not allowed."),
        ("[", "line 1"),
    ],
)
def test_what_is_no_rulebook_is_told_and_stays_in_the_form(desk: Client, words: str, sentence: str) -> None:
    answer = desk.post(NEW, {"name": "n", "reason": "r", "text": words})
    assert sentence in text(answer)
    assert not Draft.objects.exists()


def test_a_draft_that_changes_nothing_or_has_no_reason_is_none(desk: Client) -> None:
    same = rulebook_to_yaml(load_rulebook())
    assert "change something first" in text(desk.post(NEW, {"name": "n", "reason": "r", "text": same}))
    assert "This field is required" in text(desk.post(NEW, {"name": "n", "reason": " ", "text": moved_gateway()}))
    assert not Draft.objects.exists()


def test_what_others_changed_since_is_shown_with_conflicts(desk: Client) -> None:
    draft = made(desk)
    MappingRule.objects.update(note="changed meanwhile")
    Project.objects.filter(slug="gateway").update(name="The gateway")
    told = text(desk.get(f"/rules/drafts/{draft.pk}/"))
    assert "rule support fee: changed" in told
    assert "Both changed: project gateway" in told
    assert "yours stayed: project gateway" in act(desk, draft, "take-over")
    act(desk, draft, "preview", month="2026-10")
    act(desk, draft, "publish")
    assert MappingRule.objects.get().note == "changed meanwhile"


def test_finance_approves_and_publishes_nothing(desk: Client, ada: User, fay: User) -> None:
    AllocationOptions.objects.update(needs_second_person=True)
    draft = made(desk)
    act(desk, draft, "preview", month="2026-10")
    assert "A second person has to approve it" in text(desk.get(f"/rules/drafts/{draft.pk}/"))
    desk.force_login(fay)
    assert "Publish" not in text(desk.get(f"/rules/drafts/{draft.pk}/"))
    assert "Approved by Fay" in act(desk, draft, "approve")
    assert desk.post(f"/rules/drafts/{draft.pk}/publish/", {"edition": draft.edition}).status_code == 403
    desk.force_login(ada)
    assert "Published." in act(desk, draft, "publish")


@pytest.mark.parametrize("edition", ["", "x", "-1", "9" * 5000, "٣"])
def test_an_edition_that_is_none_changes_nothing(desk: Client, edition: str) -> None:
    draft = made(desk)
    answer = desk.post(f"/rules/drafts/{draft.pk}/discard/", {"edition": edition}, follow=True)
    assert "Somebody saved this draft after you opened it" in text(answer)
    assert Draft.objects.get().is_open


def test_a_month_that_is_none_is_told(desk: Client) -> None:
    assert "is not a month" in act(desk, made(desk), "preview", month="soon")
    assert "nothing to look at" in act(desk, Draft.objects.get(), "preview", month="2019-01")
