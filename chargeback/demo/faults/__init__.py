"""What can go wrong between a puller and Cost Explorer, by name.

wire      the connection, and AWS's own errors
values    something inside a page
talks     tokens, pages, and a bill that changes in the middle
script    which call it happens to
"""

from collections.abc import Mapping

from .book import FaultBook
from .reply import AMZ_JSON, Reply, error_reply, json_reply
from .script import FAULTS, Arranged, read_fault
from .talks import Exchange, Struck
from .wire import CONNECTION, ERRORS, Change

# Faults that need nothing but the good reply.
KINDS: Mapping[str, Change] = {**CONNECTION, **ERRORS}

__all__ = [
    "AMZ_JSON",
    "FAULTS",
    "KINDS",
    "Arranged",
    "Exchange",
    "FaultBook",
    "Reply",
    "Struck",
    "error_reply",
    "json_reply",
    "read_fault",
]
