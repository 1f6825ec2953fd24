"""Faults of the way and of the service: a good reply -> a bad one, whatever was asked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from ..errors import BAD_TOKEN, CHANGED, DENIED, EXPIRED, NOT_READY, THROTTLED, UNKNOWN_KEY
from .reply import Reply, error_reply, json_reply

Change = Callable[[Reply], Reply]
HTML = b"<html><body><h1>Bad Request</h1></body></html>"
SECONDS = 2.0  # how long slow faults take unless a script says otherwise


def _always(code: str, message: str, status: int = 400) -> Change:
    return lambda _: error_reply(code, message, status)


def _page(status: int) -> Change:
    return lambda _: Reply(status, HTML, "text/html")


def _without_results(reply: Reply) -> Reply:
    answer = json.loads(reply.body)
    answer.pop("ResultsByTime", None)
    return json_reply(answer)


# The connection breaks, crawls, or carries something else than the answer.
CONNECTION: Mapping[str, Change] = {
    "half-body": lambda reply: replace(reply, body=reply.body[: len(reply.body) // 2]),
    "cut-body": lambda reply: replace(reply, cut=True),
    "empty-body": lambda reply: replace(reply, body=b""),
    "empty-object": lambda _: json_reply({}),
    "no-results": _without_results,
    "list": lambda reply: json_reply([json.loads(reply.body)]),
    "null": lambda _: json_reply(None),
    "reset": lambda reply: replace(reply, reset=True),
    "slow": lambda reply: replace(reply, delay_seconds=SECONDS),
    "drip": lambda reply: replace(reply, pace=1.0),
    "stall": lambda reply: replace(reply, stall=SECONDS),
    "html-200": _page(200),
    "html-400": _page(400),
    "html-502": _page(502),
}

# What AWS says when it will not answer. The first group is in the service's model, the second is not.
ERRORS: Mapping[str, Change] = {
    "throttle": _always(*THROTTLED),
    "not-ready": _always(*NOT_READY),
    "invalid-token": _always(*BAD_TOKEN),
    "request-changed": _always(*CHANGED),
    "bill-expired": _always("BillExpirationException", "The requested report expired. Update the date interval."),
    "no-such-view": _always("ResourceNotFoundException", "The specified ARN in the request doesn't exist."),
    "unhealthy-view": _always("BillingViewHealthStatusException", "The billing view status must be HEALTHY."),
    "throttling": _always("ThrottlingException", "Rate exceeded"),
    "expired-token": _always(*EXPIRED),
    "unknown-key": _always(*UNKNOWN_KEY),
    "bad-signature": _always("InvalidSignatureException", "Signature expired: 20261101T000000Z is now earlier than"),
    "not-enabled": _always(*DENIED),
    "denied": _always("AccessDeniedException", "User: arn:aws:iam::1:user/x is not authorized to perform: ce:Get*"),
    "validation": _always("ValidationException", "You haven't enabled historical data beyond 14 months."),
    "serialization": _always("SerializationException", "Start of structure or map found where not expected."),
    "error-500": _always("InternalServerException", "Internal error", 500),
    "error-503": _always("ServiceUnavailableException", "Service unavailable", 503),
    "new-error": _always("NewlyInventedException", "Nobody has heard of this before."),
}
