"""Long answers in pages, and the opaque tokens that lead from one to the next."""

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .errors import BAD_TOKEN, CHANGED, CostExplorerError


class Piece(NamedTuple):
    """Of period `period` the groups from `first` up to, not including, `until`."""

    period: int
    first: int
    until: int


def pages(sizes: Iterable[int], page_size: int) -> Iterator[list[Piece]]:
    """Periods with so many groups in pages of at most `page_size` groups, at least one page.

    A period that does not fit goes on on the next page. Sizes are asked for only as far as the pages are.
    """
    page: list[Piece] = []
    room = page_size
    for number, size in enumerate(sizes):
        first = 0
        while size - first > room:
            if room:
                page.append(Piece(number, first, first + room))
            yield page
            page, first, room = [], first + room, page_size
        page.append(Piece(number, first, size))
        room -= size - first
    yield page


def write_token(request: str, page: int) -> str:
    """A token for page `page` of the request with that fingerprint. It carries its own check sum."""
    text = f"{page}.{request}"
    return base64.urlsafe_b64encode(f"{text}.{zlib.crc32(text.encode())}".encode()).decode()


def read_token(token: str | None, request: str) -> int:
    """The page that `token` leads to; 0 without one. Refuses tokens that are damaged or of another request."""
    if token is None:
        return 0
    try:
        text, _, check = base64.urlsafe_b64decode(token.encode()).decode().rpartition(".")
    except (binascii.Error, UnicodeError):
        raise CostExplorerError(*BAD_TOKEN) from None
    if check != str(zlib.crc32(text.encode())):
        raise CostExplorerError(*BAD_TOKEN)
    page, _, of_request = text.partition(".")
    if of_request != request:
        raise CostExplorerError(*CHANGED)
    return int(page)
