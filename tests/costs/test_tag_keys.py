"""Tag keys: what AWS lists against what is used here, and what to do about a key that is in no bill."""

import datetime as dt
import json
import shlex

import pytest

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.costs.models import RequiredTag, Source, TagKey, TagListing
from chargeback.costs.tag_advice import advice, earliest_backfill
from chargeback.costs.tag_keys import KeyState, UsedKey, note_refusal, store_keys, used_keys
from chargeback.sources.batch import TagKey as Listed
from chargeback.sources.refusals import SourceError

from .conftest import NOW, TODAY

LATER = NOW + dt.timedelta(days=1)
ON = dt.date(2026, 9, 12)
RULES = """
tag: project
teams: {shop: {name: Web Shop}}
rules:
  - {name: production, when: {tags.env: prod}, team: shop}
"""


def listed(key: str, is_active: bool = True, since: dt.date | None = ON) -> Listed:
    return Listed(key, "UserDefined", is_active, since, dt.date(2026, 11, 1))


def states() -> dict[str, KeyState]:
    return {one.key: one.state for one in used_keys()}


def test_a_key_that_was_never_asked_for_is_not_called_inactive(source: Source) -> None:
    assert states() == {"project": KeyState.UNHEARD}
    assert not any(one.is_loud for one in used_keys())


def test_each_key_in_use_is_compared_with_the_list_of_its_own_source(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(tag_keys=["project", "env", "owner"])
    other = Source.objects.create(slug="other", name="Other", tag_keys=["project"])
    Source.objects.create(slug="off", name="Off", tag_keys=["gone"], is_enabled=False)
    store_keys(source, [listed("project"), listed("env", is_active=False), listed("Owner")], NOW)
    store_keys(other, [listed("project", is_active=False, since=None)], NOW)
    found = [(one.source, one.key, one.state, one.since, one.instead) for one in used_keys()]
    assert found == [
        ("aws", "env", KeyState.INACTIVE, ON, ""),
        ("aws", "owner", KeyState.UNKNOWN, None, "Owner"),
        ("other", "project", KeyState.INACTIVE, None, ""),
        ("aws", "project", KeyState.ACTIVE, ON, ""),
    ]


def test_a_key_of_the_rulebook_that_no_source_pulls_is_loud(source: Source) -> None:
    save_rulebook(rulebook_from_yaml(RULES))
    RequiredTag.objects.create(key="cost-centre")
    store_keys(source, [listed("project")], NOW)
    found = {one.key: (one.uses, one.state, one.is_loud) for one in used_keys()}
    assert found == {
        "cost-centre": (("required",), KeyState.NOT_PULLED, True),
        "env": (("mapping rules",), KeyState.NOT_PULLED, True),
        "project": (("source", "project tag"), KeyState.ACTIVE, False),
    }


def test_a_list_replaces_the_one_before_and_tells_which_keys_have_become_active(source: Source) -> None:
    assert store_keys(source, [listed("project", is_active=False), listed("x")], NOW) == ()
    assert store_keys(source, [listed("project"), listed("y")], LATER) == ("project",)
    assert store_keys(source, [listed("project"), listed("y")], LATER) == ()
    assert list(TagKey.objects.values_list("key", "is_active", "first_seen")) == [
        ("project", True, NOW),
        ("y", True, LATER),
    ]


def test_a_refused_listing_keeps_the_last_list_and_says_why(source: Source) -> None:
    store_keys(source, [listed("project")], NOW)
    note_refusal(source, SourceError("Linked accounts cannot list tags."), LATER)
    listing = TagListing.objects.get()
    assert (listing.listed_at, listing.tried_at, listing.error) == (NOW, LATER, "Linked accounts cannot list tags.")
    assert states() == {"project": KeyState.ACTIVE}
    store_keys(source, [listed("project")], LATER)
    assert TagListing.objects.get().error == ""


def test_what_to_do_holds_the_exact_commands_and_how_far_back_they_go() -> None:
    used = UsedKey("aws", "AWS", "env", ("source",), KeyState.INACTIVE, since=ON)
    told = advice(used, TODAY)
    assert told is not None
    assert told.sentence == "The tag key env is not active at AWS since 2026-09-12; all cost there counts as untagged."
    assert told.backfill == "aws ce start-cost-allocation-tag-backfill --backfill-from 2025-11-01T00:00:00Z"
    assert any("at most 12 months back" in step for step in told.steps)
    assert earliest_backfill(dt.date(2026, 1, 31)) == dt.date(2025, 1, 1)


@pytest.mark.parametrize("key", ["env", "it's", '$(rm -rf /) "x"', "a\nb"])
def test_a_shell_reads_the_key_as_it_is_whoever_wrote_it(key: str) -> None:
    told = advice(UsedKey("aws", "AWS", key, ("source",), KeyState.UNKNOWN), TODAY)
    assert told is not None
    words = shlex.split(told.activate)
    assert json.loads(words[-1]) == [{"TagKey": key, "Status": "Active"}]
    assert words[:4] == ["aws", "ce", "update-cost-allocation-tags-status", "--cost-allocation-tags-status"]


def test_an_active_key_needs_nothing() -> None:
    assert advice(UsedKey("aws", "AWS", "env", ("source",), KeyState.ACTIVE), TODAY) is None
