"""What can go wrong on the way to an answer: a good reply -> a bad one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from .errors import BAD_TOKEN, DENIED, EXPIRED, NOT_READY, THROTTLED

AMZ_JSON = "application/x-amz-json-1.1"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire. `cut` sends half the body and hangs up; `reset` hangs up without a word."""

    status: int
    body: bytes
    content_type: str = AMZ_JSON
    delay_seconds: float = 0
    cut: bool = False
    reset: bool = False


Fault = Callable[[Reply], Reply]


def json_reply(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value, separators=(",", ":")).encode())


def error_reply(code: str, message: str) -> Reply:
    return json_reply({"__type": code, "message": message}, 400)


def _always(error: tuple[str, str]) -> Fault:
    return lambda _: error_reply(*error)


def _without_results(reply: Reply) -> Reply:
    answer = json.loads(reply.body)
    answer.pop("ResultsByTime", None)
    return json_reply(answer)


KINDS: Mapping[str, Fault] = {
    "half-body": lambda reply: replace(reply, body=reply.body[: len(reply.body) // 2]),
    "cut-body": lambda reply: replace(reply, cut=True),
    "empty-object": lambda reply: json_reply({}),
    "no-results": _without_results,
    "throttle": _always(THROTTLED),
    "expired-token": _always(EXPIRED),
    "invalid-token": _always(BAD_TOKEN),
    "not-ready": _always(NOT_READY),
    "denied": _always(DENIED),
    "reset": lambda reply: replace(reply, reset=True),
    "html-400": lambda reply: Reply(400, b"<html><body><h1>Bad Request</h1></body></html>", "text/html"),
    "slow": lambda reply: replace(reply, delay_seconds=2.0),
}
