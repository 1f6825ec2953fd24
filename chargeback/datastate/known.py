"""What a process has read of the newest state of the data, for those who only read.

Who may see what is asked several times for a page and is the same until something changes; rights and memberships are
data too. In memory, so only small things belong here: nothing of a team's money.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from .state import data_state, is_reading

T = TypeVar("T")
MOST = 10_000


class Newest:
    """The state that was seen last, with what was read of it: one value, as threads come to it at the same time."""

    seen: tuple[str, dict[Hashable, Any]] = ("", {})


def known(what: Hashable, make: Callable[[], T]) -> T:
    """What `make` reads, or has read of the same state. Nobody may change it: others are given the same.

    `what` names it and whoever it is for. Outside of `one_state`, where something may be changed, it is made.
    """
    if not is_reading():
        return make()
    state = data_state()
    newest, found = Newest.seen
    if state != newest or len(found) >= MOST:
        found = {}
        Newest.seen = state, found
    if what not in found:
        found[what] = make()
    return found[what]  # type: ignore[no-any-return]
