"""A run keeps its rulebook as JSON; what is read back is the very same rulebook."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.engine.rulebook import Rulebook
from allocation.rulebook import rulebook_from_json, rulebook_from_yaml
from tests.allocation.rulebooks import rulebooks
from tests.engine.companies import company


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_the_rulebook_of_a_random_company_is_read_back_equal(seed: int) -> None:
    rulebook, _ = company(seed)
    assert rulebook_from_json(json.loads(rulebook.as_json())) == rulebook


@settings(max_examples=60, deadline=None)
@given(rulebooks())
def test_any_rulebook_that_yaml_can_say_is_read_back_equal(rulebook: Rulebook) -> None:
    found = rulebook_from_json(json.loads(rulebook.as_json()))
    assert (found, found.fingerprint()) == (rulebook, rulebook.fingerprint())


def test_a_rulebook_of_an_earlier_release_has_the_defaults_of_what_came_since() -> None:
    rulebook = rulebook_from_yaml("teams: {dev: Alice}")
    tree = json.loads(rulebook.as_json())
    del tree["folded_tag_keys"]
    assert rulebook_from_json(tree) == rulebook
