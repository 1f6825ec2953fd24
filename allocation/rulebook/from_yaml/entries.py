"""A place in the YAML file: its path, its value, and the one list of problems that all places share."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from allocation.engine.rulebook import Span

from .tree import Tree

NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+")
WHOLE_DIGITS, DECIMALS = 18, 10
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value in the file. Reading it returns something usable, and notes a problem where it is not what it must be."""

    path: str
    value: Tree
    problems: list[str]

    def refuse(self, sentence: str) -> None:
        stop = "" if sentence.endswith("?") else "."
        self.problems.append(f"{self.path}: {sentence}{stop}" if self.path else f"{sentence}{stop}")

    def key(self, key: str) -> "Entry":
        """The key itself as a text that is checked like any other."""
        return Entry(self.path, key, self.problems)

    def below(self, key: str, value: Tree) -> "Entry":
        return Entry(f"{self.path}.{key}" if self.path else key, value, self.problems)

    def entries(self) -> dict[str, "Entry"]:
        """The entries of a mapping by key; none when there is nothing."""
        if isinstance(self.value, dict):
            return {key: self.below(key, value) for key, value in self.value.items()}
        if self.value is not None:
            self.refuse("write a mapping, key: value")
        return {}

    def known(self, *keys: str) -> dict[str, "Entry"]:
        """The entries of a mapping that may have only these keys."""
        entries = self.entries()
        for key in entries:
            if key not in keys:
                entries[key].refuse(f"unknown key; known here: {', '.join(keys)}{did_you_mean(key, keys)}")
        return {key: entry for key, entry in entries.items() if key in keys}

    def items(self) -> list["Entry"]:
        """The entries of a list; a single text counts as a list of one."""
        match self.value:
            case list():
                return [Entry(f"{self.path}[{place}]", value, self.problems) for place, value in enumerate(self.value)]
            case str():
                return [self]
            case None:
                return []
        self.refuse("write a list, [one, two]")
        return []

    def text(self, longest: int) -> str:
        """The text; nothing is the empty text."""
        if isinstance(self.value, (dict, list)):
            self.refuse("write one text, not a list or mapping")
            return ""
        text = self.value or ""
        if len(text) > longest:
            self.refuse(f"longer than {longest} characters")
        if UNSTORABLE.search(text):
            self.refuse("holds a character that cannot be stored (NUL or half of a pair); remove it")
        return text

    def texts(self, longest: int) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        items = self.items()
        for item in items:
            if item.value is None or item.value == "":
                item.refuse("empty; write a text or remove it")
        return tuple(item.text(longest) for item in items)

    def choice(self, choices: Iterable[str]) -> str:
        """One of the choices; empty when it is none of them."""
        known, text = list(map(str, choices)), self.text(200)
        if text in known:
            return text
        self.refuse(f"unknown {text!r}; write one of {', '.join(known)}{did_you_mean(text, known)}")
        return ""

    def number(self) -> Fraction:
        """A number that is not negative, exactly as written."""
        text = self.text(200)
        if len(text) > 60 or not NUMBER.fullmatch(text):
            self.refuse(f"{text[:60]!r} is not a number of money or weight; write digits with a point, as in 0.5")
            return Fraction(1)
        number = Fraction(text)
        if number < 0:
            self.refuse(f"{text} is negative; write 0 for a receiver that gets nothing")
        elif number >= 10**WHOLE_DIGITS or number * 10**DECIMALS % 1:
            self.refuse(f"{text} has more than {WHOLE_DIGITS} digits before or {DECIMALS} after the point")
        return number

    def day(self) -> dt.date | None:
        """A day; None is open."""
        if self.value is None:
            return None
        text = self.text(200)
        try:
            return dt.date.fromisoformat(text if DAY.fullmatch(text) else "")
        except ValueError:
            self.refuse(f"{text!r} is not a day; write YYYY-MM-DD, as in 2026-07-16")
            return None


def span_of(entry: Entry, keys: dict[str, Entry]) -> Span:
    """The days named by `from` and `until` among the keys."""
    start = keys["from"].day() if "from" in keys else None
    until = keys["until"].day() if "until" in keys else None
    if start and until and until <= start:
        entry.refuse(f"ends on {until}, not after its start {start}; `until` is the first day that no longer counts")
        return Span(start)
    return Span(start, until)


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """', did you mean ...?' when a known word is near."""
    lower = {word.lower(): word for word in known}
    near = get_close_matches(text.lower(), lower, n=1)
    return f", did you mean {lower[near[0]]!r}?" if near else ""
