"""What a page shows, for those who see it for the first time: one paragraph and the words on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Help:
    """The "What am I looking at?" of a page. `terms` are its figures with their definitions."""

    about: str
    terms: tuple[tuple[str, str], ...] = ()
