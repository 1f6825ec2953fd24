"""Long answers in pages, and the opaque tokens that lead from one to the next."""

import base64
import binascii
import zlib
from collections.abc import Iterable
from dataclasses import replace

from .errors import BAD_TOKEN, CHANGED, CostExplorerError
from .grouping import PeriodCosts


def pages(periods: Iterable[PeriodCosts], page_size: int) -> list[list[PeriodCosts]]:
    """The periods in pages of at most `page_size` groups. A period that does not fit goes on on the next page."""
    result: list[list[PeriodCosts]] = [[]]
    room = page_size
    for period in periods:
        rest = period
        while len(rest.groups) > room:
            if room:
                result[-1].append(replace(rest, groups=rest.groups[:room]))
            rest = replace(rest, groups=rest.groups[room:])
            result.append([])
            room = page_size
        result[-1].append(rest)
        room -= len(rest.groups)
    return result


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
