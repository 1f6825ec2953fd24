"""The shape of Cost Explorer's answers. Bytes are decoded against it at once; what has another shape is refused.

boto3 would make an empty answer of a body that was cut off, and takes five times as long.
"""

import re
from functools import cache
from typing import Any, Literal

from msgspec import DecodeError, Raw, Struct, ValidationError, defstruct, field
from msgspec.json import Decoder

from .refusals import refused

# What msgspec says of an amount in another currency than the expected one.
FOREIGN = re.compile(r"Invalid enum value '(.*)' - at .*\.Unit`", re.DOTALL)


class BrokenPageError(Exception):
    """The answer is not whole: no JSON, or without the list that it is about. The same question may be asked again."""


class Amount(Struct, frozen=True, gc=False):
    """A cost as AWS writes it."""

    Amount: str
    Unit: str


class TimePeriod(Struct, frozen=True):
    """Days from Start up to, not including, End."""

    Start: str
    End: str


class NamedValue(Struct, frozen=True):
    """A value with its description, as of an account its name."""

    Value: str
    Attributes: dict[str, str] = {}


class ListedTag(Struct, frozen=True):
    """A cost allocation tag. LastUpdatedDate is absent for one that was never activated."""

    TagKey: str
    Type: str
    Status: str
    LastUpdatedDate: str | None = None
    LastUsedDate: str | None = None


class TagList(Struct, frozen=True):
    """A page of ListCostAllocationTags."""

    CostAllocationTags: list[ListedTag] | None = None
    NextToken: str | None = None


@cache
def page_type(metrics: tuple[str, ...], keys: int, currency: str = "") -> Any:
    """The type of a page of GetCostAndUsage: groups of so many keys, their costs as `billed` and `effective`.

    Metrics that were not asked for are left out, and so is `effective` when one metric serves as both. With a currency
    no amount may be in another one. Descriptions of values are left unread: AWS says the same on page after page.
    """
    names = ("billed", "effective")[: len(metrics)]
    only: Any = defstruct("Amount", [("Amount", str), ("Unit", Literal[currency])], frozen=True, gc=False)
    amount: Any = only if currency else Amount
    costs = [(name, amount, field(name=metric)) for name, metric in zip(names, metrics, strict=True)]
    cost = defstruct("Cost", costs, frozen=True, gc=False)
    key_type: Any = {1: tuple[str], 2: tuple[str, str]}.get(keys, tuple[str, ...])
    group = defstruct("Group", [("Keys", key_type), ("Metrics", cost)], frozen=True, gc=False)
    total: Any = dict[str, Amount] if keys else cost
    result = defstruct(
        "Result",
        [("TimePeriod", TimePeriod), ("Estimated", bool), ("Total", total), ("Groups", list[group])],  # type: ignore[valid-type]
    )
    return defstruct(
        "Page",
        [
            ("ResultsByTime", list[result] | None, None),  # type: ignore[valid-type]
            ("DimensionValueAttributes", Raw, Raw(b"[]")),
            ("NextPageToken", str | None, None),
        ],
    )


@cache
def decoder(shape: Any) -> Decoder[Any]:
    return Decoder(shape)


def read_page(body: bytes, shape: Any, field: str) -> Any:
    """The answer, which has a list in `field`. Raises BrokenPageError, and SourceError for another shape."""
    try:
        page = decoder(shape).decode(body)
    except ValidationError as error:
        if not body.lstrip().startswith(b"{"):
            raise BrokenPageError from None
        raise refused(what_differs(str(error))) from None
    except (DecodeError, UnicodeDecodeError, RecursionError):
        raise BrokenPageError from None
    if getattr(page, field) is None:
        raise BrokenPageError
    return page


def read_names(text: bytes) -> dict[str, str]:
    """What the values of a dimension are described as. Raises SourceError for another shape."""
    try:
        found = decoder(list[NamedValue]).decode(text)
    except (DecodeError, UnicodeDecodeError) as error:
        raise refused(what_differs(str(error))) from None
    return {one.Value: one.Attributes.get("description", "").replace("\0", "")[:256] for one in found}


def what_differs(reason: str) -> str:
    """In words, why a page is not of its shape; `reason` is msgspec's."""
    if foreign := FOREIGN.search(reason):
        return f"an amount in {foreign[1][:40]!r} cannot be one bill with the total"
    return f"it has another shape than AWS documents ({reason})"
