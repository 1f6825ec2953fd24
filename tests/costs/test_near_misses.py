"""Near misses of known tag values: what is guessed, with what similarity, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback.costs.near_misses import guesses, letters

KNOWN = {
    "checkout": "checkout",
    "checkout-eu": "checkout-eu",
    "rate-quotes": "rates",
    "demand-forecast": "forecast",
    "queue-1": "queue",
    "api": "api",
    "payments": "payments",
}


@pytest.mark.parametrize(
    ("value", "project", "similarity", "why"),
    [
        ("chekout", "checkout", 88, "one letter differs"),
        ("chcekout", "checkout", 88, "one letter differs"),  # two letters swapped are one error
        ("CHECKOUT", "checkout", 100, "only the case differs"),
        ("rate_quotes", "rates", 100, "only case or punctuation differs"),
        (" Rate Quotes ", "rates", 100, "only case or punctuation differs"),
        ("ｃheckout", "checkout", 100, "only case or punctuation differs"),  # a full-width letter
        ("API", "api", 100, "only the case differs"),
        ("payment", "payments", 88, "one letter differs"),
        ("demand-forcst", "forecast", 86, "2 letters differ"),
    ],
)
def test_a_misspelt_value_is_guessed_with_its_similarity(value: str, project: str, similarity: int, why: str) -> None:
    guess = guesses([value], KNOWN)[value]
    assert (guess.project, guess.similarity, guess.why) == (project, similarity, why)


@pytest.mark.parametrize(
    "value",
    ["checkout-us", "checkout-a", "queue-2", "queue-11", "apj", "chkot", "poc-chatbot", "", "--", "paymentsledger"],
)
def test_what_may_well_be_something_else_is_left_alone(value: str) -> None:
    assert guesses([value], KNOWN) == {}


def test_a_value_as_near_to_two_projects_is_left_alone() -> None:
    assert guesses(["biling"], {"billing": "a", "boiling": "b"}) == {}
    assert guesses(["BIL-LING"], {"billing": "a", "bil_ling": "b"}) == {}
    assert guesses(["biling"], {"billing": "a", "billings": "a"})["biling"].project == "a"


@given(st.lists(st.text(max_size=20), max_size=30), st.dictionaries(st.text(max_size=20), st.text(max_size=5)))
def test_whatever_strangers_write_a_guess_is_a_known_value_that_is_near(
    unknown: list[str], known: dict[str, str]
) -> None:
    for value, guess in guesses(unknown, known).items():
        assert known[guess.value] == guess.project
        assert 80 <= guess.similarity <= 100
        assert abs(len(letters(value)) - len(letters(guess.value))) <= 2
