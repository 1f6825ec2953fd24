"""Cost allocation tags: what AWS lists, what is used here, and what that means for each key in use.

A key that is not active is in no bill: everything looks untagged, and nothing fails. So each key that a source or the
rulebook uses is compared with AWS's own list.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from allocation.models import AllocationOptions, RuleCondition
from chargeback.sources.batch import TagKey as Listed
from chargeback.sources.refusals import SourceError

from .models import RequiredTag, Source, TagKey, TagListing

TAGS = "tags."
LONGEST = 256


class KeyState(StrEnum):
    """What AWS says of a key that is used here."""

    ACTIVE = "active"
    INACTIVE = "not active"
    UNKNOWN = "not listed"
    UNHEARD = "never asked"
    NOT_PULLED = "not pulled"


LOUD = (KeyState.INACTIVE, KeyState.UNKNOWN, KeyState.NOT_PULLED)


@dataclass(frozen=True, slots=True)
class UsedKey:
    """A key in use at a source: by whom, and what AWS says of it.

    `since` is when it was switched on or off. `instead` is an active key that differs in case only. A key that the
    rulebook uses and no enabled source pulls has no source.
    """

    source: str
    name: str
    key: str
    uses: tuple[str, ...]
    state: KeyState
    since: dt.date | None = None
    last_used: dt.date | None = None
    instead: str = ""
    listed_at: dt.datetime | None = None

    @property
    def is_loud(self) -> bool:
        """True when cost is without its tag because of this."""
        return self.state in LOUD


@transaction.atomic
def store_keys(source: Source, keys: Sequence[Listed], now: dt.datetime) -> tuple[str, ...]:
    """The source's keys are exactly these. Returns those of them that it pulls by and that have just become active."""
    keys = usable(keys)
    before = {row.key: row for row in TagKey.objects.select_for_update().filter(source=source)}
    TagKey.objects.filter(source=source).exclude(key__in=[one.key for one in keys]).delete()
    TagKey.objects.bulk_create(
        [row_of(source, one, before, now) for one in keys],
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["kind", "is_active", "last_updated", "last_used"],
    )
    known = {"tried_at": now, "listed_at": now, "error": "", "error_code": "", "what_to_do": ""}
    TagListing.objects.update_or_create(source=source, defaults=known)
    return tuple(one.key for one in keys if one.key in source.tag_keys and has_become_active(one, before))


def usable(keys: Iterable[Listed]) -> list[Listed]:
    """Each key once, active if one of its kinds is. Keys longer than a source or rule can name are left out."""
    by_key = {one.key: one for one in sorted(keys, key=lambda one: one.is_active) if len(one.key) <= LONGEST}
    return sorted(by_key.values(), key=lambda one: one.key)


def row_of(source: Source, listed: Listed, before: Mapping[str, TagKey], now: dt.datetime) -> TagKey:
    return TagKey(
        source=source,
        key=listed.key,
        kind=listed.kind,
        is_active=listed.is_active,
        last_updated=listed.last_updated,
        last_used=listed.last_used,
        first_seen=before[listed.key].first_seen if listed.key in before else now,
    )


def has_become_active(listed: Listed, before: Mapping[str, TagKey]) -> bool:
    """True when an earlier list had the key switched off. The first list says nothing about a change."""
    return listed.is_active and listed.key in before and not before[listed.key].is_active


def note_refusal(source: Source, error: SourceError, now: dt.datetime) -> None:
    """The last list stays; why there is no newer one is written beside it."""
    why = {"tried_at": now, "error": error.sentence, "error_code": error.code, "what_to_do": error.what_to_do}
    TagListing.objects.update_or_create(source=source, defaults=why)


@dataclass(frozen=True, slots=True)
class ListingTrouble:
    """Why the last question for a source's tag keys had no answer. `listed_at` is when the stored ones were listed."""

    source: str
    tried_at: dt.datetime
    listed_at: dt.datetime | None
    sentence: str
    code: str
    what_to_do: str


def listing_troubles() -> tuple[ListingTrouble, ...]:
    """The enabled sources whose tag keys could not be listed the last time, by name."""
    failed = TagListing.objects.filter(source__is_enabled=True).exclude(error="").order_by("source__name")
    columns = ("source__name", "tried_at", "listed_at", "error", "error_code", "what_to_do")
    return tuple(ListingTrouble(*row) for row in failed.values_list(*columns))


def used_keys() -> tuple[UsedKey, ...]:
    """Every key in use at each enabled source, loud ones first."""
    sources = list(Source.objects.filter(is_enabled=True).order_by("name", "pk"))
    listings = {one.source_id: one for one in TagListing.objects.all()}
    listed = listed_keys(sources)
    book = keys_of_rulebook()
    found = [
        used_key(source, key, ("source", *book.get(key, ())), listed.get(source.pk, {}), listings.get(source.pk))
        for source in sources
        for key in source.tag_keys
    ]
    pulled = {key for source in sources for key in source.tag_keys}
    found += [UsedKey("", "", key, uses, KeyState.NOT_PULLED) for key, uses in book.items() if key not in pulled]
    return tuple(sorted(found, key=lambda one: (not one.is_loud, one.key, one.name, one.source)))


def listed_keys(sources: Iterable[Source]) -> dict[int, dict[str, TagKey]]:
    """The listed keys of each source, by key."""
    listed: dict[int, dict[str, TagKey]] = {}
    for row in TagKey.objects.filter(source__in=sources):
        listed.setdefault(row.source_id, {})[row.key] = row
    return listed


def keys_of_rulebook() -> dict[str, tuple[str, ...]]:
    """The keys that say who pays or that a team must carry, and what uses each."""
    options = AllocationOptions.objects.filter(pk=1).first()
    rules = RuleCondition.objects.filter(dimension__startswith=TAGS).values_list("dimension", flat=True).distinct()
    uses = {
        "project tag": options.tag_keys if options else [],
        "mapping rules": [dimension.removeprefix(TAGS) for dimension in rules],
        "required": RequiredTag.objects.values_list("key", flat=True).distinct(),
    }
    keys = sorted({key for found in uses.values() for key in found})
    return {key: tuple(use for use, found in uses.items() if key in found) for key in keys}


def used_key(
    source: Source, key: str, uses: tuple[str, ...], listed: Mapping[str, TagKey], listing: TagListing | None
) -> UsedKey:
    heard = listing.listed_at if listing else None
    row = listed.get(key)
    state = state_of(row, heard)
    return UsedKey(
        source=source.slug,
        name=source.name,
        key=key,
        uses=uses,
        state=state,
        since=row.last_updated if row else None,
        last_used=row.last_used if row else None,
        instead="" if state is KeyState.ACTIVE else in_other_case(key, listed),
        listed_at=heard,
    )


def state_of(row: TagKey | None, heard: dt.datetime | None) -> KeyState:
    if heard is None:
        return KeyState.UNHEARD
    if row is None:
        return KeyState.UNKNOWN
    return KeyState.ACTIVE if row.is_active else KeyState.INACTIVE


def in_other_case(key: str, listed: Mapping[str, TagKey]) -> str:
    """An active key that is the same but for case."""
    same = (one.key for one in listed.values() if one.is_active and one.key.casefold() == key.casefold())
    return min(same, default="")
