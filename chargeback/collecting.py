"""A pull or a run makes a million objects and hardly a cycle of them: looking for cycles again and again is put off."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Python looks for cycles of garbage after the block, not in it. All other garbage is freed at once as ever.

    Much of the time of a large month, or of a large pull, went into passes over objects that were all in use.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
