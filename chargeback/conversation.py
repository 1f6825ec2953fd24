"""What two sides say to each other, step by step: the same of a dispute and of a claim."""

import datetime as dt
from dataclasses import dataclass

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Something that was said or decided. `state` is what it led to."""

    state: str
    by: str
    at: dt.datetime
    text: str


def checked(text: str, refusal: type[Exception]) -> str:
    """The text to keep. Raises `refusal` for an empty one and for one that is too long."""
    said = text.replace("\0", "").strip()
    if not said:
        raise refusal("Write why, in a sentence or two: the other side reads it.")
    if len(said) > LONGEST:
        raise refusal(f"Write at most {LONGEST} characters; this is {len(said)}.")
    return said
