"""Patterns against texts: globs and regular expressions, both in time linear in the length of the text."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import re2

Test = Callable[[str], bool]

REGEX_LENGTH = 200


def glob(pattern: str) -> Test:
    """True for a text that the pattern describes; only `*` is special, and stands for any run of characters."""
    head, *middle, tail = pattern.split("*")

    def matches(text: str) -> bool:
        end = len(text) - len(tail)
        if end < len(head) or not text.startswith(head) or not text.endswith(tail):
            return False
        position = len(head)
        for piece in middle:
            position = text.find(piece, position, end)
            if position < 0:
                return False
            position += len(piece)
        return True

    return matches


@lru_cache(maxsize=1000)
def in_lines(pattern: str) -> Any:
    """The regular expression for lines, or None for one that would mean something else there.

    That is one that asks for the ends of the text, changes what the ends are, quotes what would, or that is found in
    nothing and so at every place.
    """
    if any(sign in pattern for sign in ("\\A", "\\z", "\\C", "\\Q", "(?")) or search(pattern)(""):
        return None
    return compiled("(?m)" + pattern, never_nl=True)


@lru_cache(maxsize=1000)
def search(pattern: str) -> Test:
    """True for a text in which the regular expression is found.

    Raises ValueError for one that is too long or that RE2 does not understand.
    """
    if len(pattern) > REGEX_LENGTH:
        raise ValueError(f"a regular expression has at most {REGEX_LENGTH} characters")
    beginning, regex = literal_beginning(pattern), compiled(pattern)
    return lambda text: text.startswith(beginning) and regex.search(text) is not None


@lru_cache(maxsize=1000)
def compiled(pattern: str, never_nl: bool = False) -> Any:
    """The regular expression as re2 has it. Raises ValueError for one that RE2 does not understand."""
    options = re2.Options()
    options.log_errors = False
    options.never_nl = never_nl
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        detail = error.args[0]
        raise ValueError(detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)) from None


def literal_beginning(pattern: str) -> str:
    """What every text begins with in which the pattern is found: seen many times faster than the pattern is tried."""
    literal = re.match(r"\^([\w /:@=,-]*)(.?)", pattern)
    if literal is None or "|" in pattern:
        return ""
    text, follows = literal.groups()
    return text[:-1] if follows and follows in "*?{" else text
