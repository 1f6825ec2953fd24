"""The payer's cost allocation tags, from ListCostAllocationTags."""

import datetime as dt
from collections.abc import Iterator

from .aws_asking import whole
from .aws_calls import Json, Talk
from .aws_shapes import ListedTag, TagList
from .batch import TagKey
from .refusals import refused

FULL_PAGE = 1000  # AWS shows 100 unless asked for more


def tag_keys(talk: Talk) -> tuple[TagKey, ...]:
    """Every cost allocation tag key of the payer, active or not, in the order of keys. Raises SourceError.

    Only the payer's own credentials may ask; a member account is denied.
    """
    return tuple(sorted(map(tag_key, whole(lambda: list(listed(talk)))), key=lambda tag: (tag.key, tag.kind)))


def listed(talk: Talk) -> Iterator[ListedTag]:
    request: Json = {"MaxResults": FULL_PAGE}
    used = set[str]()
    while True:
        page = talk.ask("list_cost_allocation_tags", request, TagList, "CostAllocationTags")
        yield from page.CostAllocationTags
        if not (token := page.NextToken):
            return
        if token in used:  # no total would tell what a list that goes round leaves out
            raise refused("the list of tag keys leads back to a page that was read")
        used.add(token)
        request = {**request, "NextToken": token}


def tag_key(tag: ListedTag) -> TagKey:
    if "\0" in tag.TagKey:
        raise refused(f"{tag.TagKey!r} is not a tag key")
    updated, used = day_of(tag.LastUpdatedDate), day_of(tag.LastUsedDate)
    return TagKey(tag.TagKey, tag.Type, tag.Status == "Active", updated, used)


def day_of(moment: str | None) -> dt.date | None:
    """The day of a moment that AWS writes as 2026-11-01T00:00:00Z."""
    if not moment:
        return None
    try:
        return dt.date.fromisoformat(moment[:10])
    except ValueError:
        raise refused(f"{moment!r} is not a date") from None
