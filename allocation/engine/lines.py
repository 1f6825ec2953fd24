"""Many texts as the lines of one, so that what is looked for in all of them is looked for once.

A search in a long text runs at the speed of memory; a call for each short one takes a hundred times as long.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from .patterns import in_lines, search

FEW = 20  # texts that are searched one by one
END = "\n"


class Lines:
    """The texts in UTF-8, in which no letter is a part of another. `hold` is False where a text has lines of its own.

    What is found are the numbers of texts, in order, each once.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = END.join([*texts, ""]).encode(errors="surrogatepass")
        self.ends: list[int] = np.flatnonzero(np.frombuffer(self.text, np.uint8) == ord(END)).tolist()
        self.hold = len(self.ends) == len(texts)

    def containing(self, value: str) -> Iterator[int]:
        """Value is not empty and has no line end, but for one as its last letter."""
        wanted = value.encode(errors="surrogatepass")
        place = self.text.find(wanted)
        while place >= 0:
            line = bisect_left(self.ends, place)
            yield line
            place = self.text.find(wanted, self.ends[line] + 1)

    def ending_with(self, value: str) -> Iterator[int]:
        return self.containing(value + END)

    def matching(self, pattern: str) -> Iterable[int] | None:
        """Those in which the regular expression is found; None where it is quicker to try each.

        That is one that would mean something else in lines, and one that is found in a line again and again.
        """
        regex = in_lines(pattern)
        if regex is None:
            return None
        starts = [match.start() for match in islice(regex.finditer(self.text), len(self.ends) + 1)]
        if len(starts) > len(self.ends):
            return None
        return dict.fromkeys(bisect_left(self.ends, start) for start in starts)


def found_in(pattern: str, texts: Sequence[str]) -> list[bool]:
    """For each text whether the regular expression is found in it. Raises ValueError as `search` does."""
    lines = Lines(texts) if len(texts) >= FEW else None
    matching = lines.matching(pattern) if lines and lines.hold else None
    if matching is None:
        return list(map(search(pattern), texts))
    found = [False] * len(texts)
    for line in matching:
        found[line] = True
    return found
