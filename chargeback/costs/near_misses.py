"""Tag values that are probably a known one, written wrongly: another case, other punctuation, a typing error. Pure.

What is no guess, because it would be noise: short values; values that differ in a digit (`queue-1`, `queue-2`); values
where a whole word differs or was added (`checkout-eu`, `checkout-us`); values as near to another project's.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5  # letters and digits: of fewer, one wrong letter is a fifth and more
LONG = 10  # from here on two wrong letters are still a typing error
SHORTEST_WORD = 4
CHUNK = 500  # unknown values compared at once: 500 x 20,000 known ones are 10 MB
WORDS = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Guess:
    """What an unknown value probably means. `similarity` is in percent, of letters and digits, whatever their case."""

    value: str
    project: str
    similarity: int
    why: str


def guesses(unknown: Sequence[str], known: Mapping[str, str]) -> dict[str, Guess]:
    """A guess for each unknown value that has one. `known` is the project of each known value."""
    same: dict[str, dict[str, str]] = {}
    for value, project in sorted(known.items()):
        same.setdefault(letters(value), {}).setdefault(project, value)
    found = {value: guess for value in unknown if (guess := same_letters(value, same.get(letters(value), {})))}
    left = [value for value in unknown if letters(value) not in same]
    return found | dict(typing_errors(left, known))


def letters(value: str) -> str:
    """The letters and digits of the value, in one case and one Unicode form."""
    return "".join(words(value))


def words(value: str) -> list[str]:
    return WORDS.findall(unicodedata.normalize("NFKC", value).casefold())


def same_letters(value: str, projects: Mapping[str, str]) -> Guess | None:
    """The one project that has the same letters and digits; none where two have, or where there are no letters."""
    if len(projects) != 1 or not letters(value):
        return None
    ((project, known),) = projects.items()
    return Guess(known, project, 100, differs_in(value, known))


def differs_in(value: str, known: str) -> str:
    return "only the case differs" if value.casefold() == known.casefold() else "only case or punctuation differs"


def typing_errors(unknown: Sequence[str], known: Mapping[str, str]) -> Iterator[tuple[str, Guess]]:
    names = sorted(value for value in known if len(letters(value)) >= SHORTEST)
    forms = [letters(name) for name in names]
    for start in range(0, len(unknown), CHUNK):
        chunk = unknown[start : start + CHUNK]
        distances = process.cdist(
            [letters(one) for one in chunk], forms, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8
        )
        for row, value in enumerate(chunk):
            near = [(int(distances[row, place]), names[place]) for place in np.flatnonzero(distances[row] <= 2)]
            if guess := nearest(value, near, known):
                yield value, guess


def nearest(value: str, near: Iterable[tuple[int, str]], known: Mapping[str, str]) -> Guess | None:
    """The nearest of the known values that the value can be a typing error of; none where two projects are as near."""
    likely = sorted((distance, name) for distance, name in near if is_typing_error(value, name, distance))
    best = [name for distance, name in likely if distance == likely[0][0]]
    if len({known[name] for name in best}) != 1:
        return None
    distance, name = likely[0]
    longest = max(len(letters(value)), len(letters(name)))
    wrong = "one letter differs" if distance == 1 else f"{distance} letters differ"
    return Guess(name, known[name], round(100 * (1 - distance / longest)), wrong)


def is_typing_error(value: str, known: str, distance: int) -> bool:
    shorter = min(len(letters(value)), len(letters(known)))
    if shorter < SHORTEST or distance > (2 if shorter >= LONG else 1):
        return False
    return DIGITS.findall(value) == DIGITS.findall(known) and not differs_by_a_word(words(value), words(known))


def differs_by_a_word(some: Sequence[str], others: Sequence[str]) -> bool:
    """True when a word was added, or when words differ that are too short to be the same one misspelt."""
    if len(some) != len(others):
        return set(some) < set(others) or set(others) < set(some)
    return any(
        one != other and min(len(one), len(other)) < SHORTEST_WORD for one, other in zip(some, others, strict=True)
    )
