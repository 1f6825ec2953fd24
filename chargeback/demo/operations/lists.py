"""Long lists of values in pages, as GetDimensionValues, GetTags and ListCostAllocationTags give them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ..errors import invalid
from ..paging import read_token, write_token
from ..protocol import fingerprint

Body = Mapping[str, Any]
T = TypeVar("T")
LARGEST = 1000


def page_of(body: Body, values: Sequence[T], token: str, default: int, most: int = LARGEST) -> tuple[Sequence[T], str]:
    """The page that the field `token` of the request leads to, and the token of the next one, empty after the last."""
    size = int(body.get("MaxResults") or default)
    if not 1 <= size <= most:
        raise invalid(f"1 validation error detected: Value '{size}' at 'maxResults' must be between 1 and {most}.")
    request = fingerprint(body)
    number = read_token(body.get(token), request)
    another = write_token(request, number + 1) if (number + 1) * size < len(values) else ""
    return values[number * size : (number + 1) * size], another


def sized_page(body: Body, values: Sequence[str]) -> tuple[Sequence[str], dict[str, Any]]:
    """A page of what the search leaves of the values, and the fields that go with it."""
    if body.get("SearchString") and body.get("SortBy"):
        raise invalid("SearchString and SortBy cannot be used together.")
    wanted = str(body.get("SearchString") or "").lower()
    found = [value for value in values if wanted in value.lower()]
    shown, token = page_of(body, found, "NextPageToken", LARGEST)
    answer: dict[str, Any] = {"ReturnSize": len(shown), "TotalSize": len(found)}
    return shown, answer | ({"NextPageToken": token} if token else {})
