"""Tag keys, values and coverage -> what their pages show. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from chargeback.billing.coverage import Coverage
from chargeback.billing.figures import Stamp
from chargeback.billing.required_tags import RequiredRow
from chargeback.billing.tag_values import Values
from chargeback.billing.untagged import Untagged
from chargeback.costs.tag_advice import Advice, advice, earliest_backfill
from chargeback.costs.tag_keys import UsedKey

from .. import display
from . import tables, words


@dataclass(frozen=True, slots=True)
class Told:
    """A key that is in no bill, with what to do."""

    used: UsedKey
    advice: Advice


def told(keys: Sequence[UsedKey], today: dt.date) -> tuple[Told, ...]:
    """What is to be done about keys, loudest first."""
    return tuple(Told(used, found) for used in keys if (found := advice(used, today)))


def keys_page(keys: Sequence[UsedKey], pulled: Sequence[str], query: QueryDict, today: dt.date) -> dict[str, object]:
    return {
        "help": words.KEYS,
        "table": tables.keys_table(keys, query),
        "told": told(keys, today),
        "earliest": earliest_backfill(today),
        "pulled": pulled,
    }


def unknown_page(values: Values, currency: str, query: QueryDict, can_map: bool) -> dict[str, object]:
    """Values that no project knows: all of them, those with a guess, or those that contain the words searched for."""
    only_guessed = query.get("show") == "guessed"
    found = [row for row in values.rows if (row.guess or not only_guessed) and contains(row.value, query.get("q", ""))]
    narrowed = len(found) < len(values.rows)
    shown = Values(tuple(found), len(found), sum((row.cost for row in found), values.cost * 0), values.projects)
    return {
        "help": words.VALUES,
        "values": values,
        "currency": currency,
        "guessed": sum(row.guess is not None for row in values.rows),
        "show": "guessed" if only_guessed else "unknown",
        "words": query.get("q", ""),
        "table": tables.unknown_table(shown if narrowed else values, currency, query, can_map),
    }


def newest_page(values: Values, key: str, currency: str, query: QueryDict) -> dict[str, object]:
    return {
        "help": words.VALUES,
        "values": values,
        "currency": currency,
        "show": "newest",
        "key": key,
        "table": tables.newest_table(values, key, currency, query),
    }


def contains(value: str, words: str) -> bool:
    return all(word in value.casefold() for word in words.casefold().split())


def coverage_page(
    stamp: Stamp, found: Coverage, usage: Untagged, required: Sequence[RequiredRow], query: QueryDict
) -> dict[str, object]:
    return {
        "help": words.COVERAGE,
        "stamp": stamp,
        "coverage": found,
        "usage": usage,
        "required": required,
        "month": display.month_name(stamp.month),
        "table": tables.coverage_table(found, stamp.currency, query),
        "untagged_table": tables.untagged_table(usage, stamp.currency, query),
        "required_table": tables.required_table(required, stamp.currency, query),
    }
