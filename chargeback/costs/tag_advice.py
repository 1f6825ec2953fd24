"""What to do about a tag key that is not in the bill, with the exact commands. Pure.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-allocation-backfill.html
"""

import datetime as dt
import json
import shlex
from dataclasses import dataclass

from chargeback.clock import add_months

from .tag_keys import KeyState, UsedKey

BACKFILL_MONTHS = 12  # how far back AWS goes, to the first of a month


@dataclass(frozen=True, slots=True)
class Advice:
    """What is the matter in one sentence, what to do, and the commands for it in the order in which they are run."""

    sentence: str
    steps: tuple[str, ...]
    activate: str = ""
    backfill: str = ""


def advice(used: UsedKey, today: dt.date) -> Advice | None:
    """None for a key about which there is nothing to do."""
    if used.state is KeyState.INACTIVE:
        return Advice(inactive(used), (*otherwise(used), *ACTIVATION), activation_of(used.key), backfill_from(today))
    if used.state is KeyState.UNKNOWN:
        return Advice(
            f"AWS does not list the tag key {used.key} for {used.name}; all cost there counts as untagged.",
            (*otherwise(used), FIRST_TAG, *ACTIVATION),
            activation_of(used.key),
            backfill_from(today),
        )
    if used.state is KeyState.NOT_PULLED:
        uses = " and ".join(use for use in used.uses)
        return Advice(
            f"The tag key {used.key} is in use ({uses}), but no source is pulled by it; no cost carries it here.",
            ("Add the key to the tag keys of a source, then pull the months that need it.",),
        )
    return None


def inactive(used: UsedKey) -> str:
    since = f" since {used.since:%Y-%m-%d}" if used.since else ""
    return f"The tag key {used.key} is not active at {used.name}{since}; all cost there counts as untagged."


def otherwise(used: UsedKey) -> tuple[str, ...]:
    if not used.instead:
        return ()
    return (f"AWS has an active key {used.instead}: if that is meant, write it so in the source; case counts.",)


FIRST_TAG = (
    "Tag a resource with the key first. It appears in AWS's list within 24 hours, and only then can it be activated."
)
ACTIVATION = (
    "Activate the key in the payer account: billing console, Cost allocation tags, or the command below. "
    "From then on new cost carries it, after up to 24 hours.",
    "Fill the months before with a backfill. AWS takes one request a day, from the first of a month, at most "
    f"{BACKFILL_MONTHS} months back, and the resources must have carried the tag then. Careful: a backfill applies "
    "today's state of every key, so keys that are switched off by now disappear from those months.",
    "A day later, pull those months again.",
)


def activation_of(key: str) -> str:
    """The command that switches the key on. Keys are written by strangers, so the shell gets them quoted."""
    entry = shlex.quote(f'[{{"TagKey":{json.dumps(key, ensure_ascii=False)},"Status":"Active"}}]')
    return f"aws ce update-cost-allocation-tags-status --cost-allocation-tags-status {entry}"


def earliest_backfill(today: dt.date) -> dt.date:
    """The first day from which AWS fills tags in."""
    return add_months(today, -BACKFILL_MONTHS)


def backfill_from(today: dt.date) -> str:
    return f"aws ce start-cost-allocation-tag-backfill --backfill-from {earliest_backfill(today)}T00:00:00Z"
