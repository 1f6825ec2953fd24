"""Faults that need the conversation: tokens that lead astray, misplaced pages, a bill that changes meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..paging import read_token, write_token
from ..protocol import fingerprint
from .reply import Reply, json_reply

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call: what was asked, the good reply to it, and what the service would answer to something else."""

    operation: str
    request: Mapping[str, Any]
    reply: Reply
    ask: Callable[[Json], Reply]

    @property
    def next_token(self) -> str:
        return self.reply.json().get("NextPageToken") or ""

    def following(self) -> Json:
        """The page after this one."""
        answer: Json = self.ask({**self.request, "NextPageToken": self.next_token}).json()
        return answer


@dataclass(frozen=True, slots=True)
class Struck:
    """What is sent instead, what a later request with one of these tokens gets, and whether the bill changes now."""

    reply: Reply
    later: Mapping[str, Reply] = field(default_factory=dict)
    restates: bool = False


Fault = Callable[[Exchange], Struck | None]


def with_token(reply: Reply, token: str | None) -> Reply:
    answer = {key: value for key, value in reply.json().items() if key != "NextPageToken"}
    return json_reply(answer if token is None else answer | {"NextPageToken": token})


def _paged(fault: Callable[[Exchange], Struck]) -> Fault:
    """A fault that can strike only where another page follows."""
    return lambda exchange: fault(exchange) if exchange.next_token else None


def _lost_token(exchange: Exchange) -> Struck:
    return Struck(with_token(exchange.reply, None))


def _empty_token(exchange: Exchange) -> Struck:
    return Struck(with_token(exchange.reply, ""))


def _foreign_token(exchange: Exchange) -> Struck:
    return Struck(with_token(exchange.reply, write_token("another request", 1)))


def _repeated_token(exchange: Exchange) -> Struck:
    """The page leads to itself."""
    return Struck(with_token(exchange.reply, _token_of(exchange, 0)))


def _alternating_token(exchange: Exchange) -> Struck | None:
    """The page leads back to the one before it, which leads here again."""
    token = exchange.request.get("NextPageToken")
    if not token or read_token(token, fingerprint(exchange.request)) == 0:
        return None
    return Struck(with_token(exchange.reply, _token_of(exchange, -1)))


def _token_of(exchange: Exchange, step: int) -> str:
    """A good token for a page of the same request, counted from the one that was asked for."""
    request = fingerprint(exchange.request)
    return write_token(request, read_token(exchange.request.get("NextPageToken"), request) + step)


def _page_twice(exchange: Exchange) -> Struck:
    """The page comes once more under a token of its own before the rest follows."""
    again = f"again-{exchange.next_token}"
    return Struck(with_token(exchange.reply, again), {again: exchange.reply})


def _swapped_pages(exchange: Exchange) -> Struck:
    """The next page comes first and this one after it."""
    token, following = exchange.next_token, exchange.following()
    second = with_token(exchange.reply, following.get("NextPageToken"))
    return Struck(with_token(json_reply(following), token), {token: second})


def _group_in_two_pages(exchange: Exchange) -> Struck | None:
    """The last group of this page comes on the next one too."""
    here = exchange.reply.json().get("ResultsByTime") or []
    following = exchange.following()
    there = following.get("ResultsByTime") or []
    if not (here and there and here[-1]["Groups"]):
        return None
    group = here[-1]["Groups"][-1]
    if there[0]["TimePeriod"] != here[-1]["TimePeriod"]:
        there.insert(0, here[-1] | {"Groups": []})
    there[0] = there[0] | {"Groups": [group, *there[0]["Groups"]], "Total": {}}
    return Struck(exchange.reply, {exchange.next_token: json_reply(following)})


def _empty_page(exchange: Exchange) -> Struck:
    """A page without results whose token leads to the page that was asked for."""
    token = f"late-{exchange.next_token}"
    results = next((name for name, value in exchange.reply.json().items() if isinstance(value, list)), "ResultsByTime")
    return Struck(json_reply({results: [], "NextPageToken": token}), {token: exchange.reply})


def _restated(exchange: Exchange) -> Struck:
    """The answer is good, but from the next call on the bill is another."""
    return Struck(exchange.reply, restates=True)


TALKS: Mapping[str, Fault] = {
    "lost-token": _paged(_lost_token),
    "empty-token": _paged(_empty_token),
    "foreign-token": _paged(_foreign_token),
    "repeated-token": _paged(_repeated_token),
    "alternating-token": _alternating_token,
    "page-twice": _paged(_page_twice),
    "swapped-pages": _paged(_swapped_pages),
    "group-in-two-pages": lambda exchange: _group_in_two_pages(exchange) if exchange.next_token else None,
    "empty-page": _paged(_empty_page),
    "restated": _restated,
}
