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
    said = text.replace("\0", "").replace("\r\n", "\n").strip()  # a browser counts an end of line as one
    if not said:
        raise refusal("Write why, in a sentence or two: the other side reads it.")
    if len(said) > LONGEST:
        raise refusal(f"Write at most {LONGEST} characters; this is {len(said)}.")
    return said


def refused(refusal: Exception, text: str) -> str:
    """Why it was not taken, with what was written: the page it leads to has another form, or none."""
    said = text.strip()[: 2 * LONGEST]
    return f"{refusal} You wrote: “{said}”" if said else str(refusal)
