"""One thing that is odd in a rulebook."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is where in the rulebook (as in its YAML); `text` a sentence on what is odd and what follows from it."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"
