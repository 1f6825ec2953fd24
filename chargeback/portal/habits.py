"""How the user of this request wants pages to look. Read only where a page asks, and once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest

PAGE_SIZES = (25, 50, 100, 250)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Habits:
    """Empty means: as it comes. `locale` is a Babel locale; the portal's own where it is empty."""

    theme: str = ""
    locale: str = ""
    page_size: int = PAGE_SIZE
    landing: str = ""
    has_shortcuts: bool = True


PLAIN = Habits()
CURRENT: ContextVar[Callable[[], Habits]] = ContextVar("habits", default=lambda: PLAIN)


def current() -> Habits:
    """Those of whoever is served in this thread; the plain ones outside of a request."""
    return CURRENT.get()()


@contextmanager
def of_request(request: HttpRequest) -> Iterator[None]:
    """Inside the block the habits are the user's. Nothing is read until somebody asks."""
    read: list[Habits] = []

    def habits() -> Habits:
        if not read:
            read.append(habits_of(getattr(request, "user", None)))
        return read[0]

    token = CURRENT.set(habits)
    try:
        yield
    finally:
        CURRENT.reset(token)


def habits_of(user: object) -> Habits:
    chosen = getattr(user, "preference", None)
    if chosen is None:
        return PLAIN
    return Habits(chosen.theme, chosen.locale, chosen.page_size or PAGE_SIZE, chosen.landing, chosen.has_shortcuts)
