"""The short help that stands at the same place of every page: what one is looking at, and what its words mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Help:
    """A few sentences, and each figure or word of the page with its definition."""

    words: str
    terms: tuple[tuple[str, str], ...] = ()
