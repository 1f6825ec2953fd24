"""One conversation with Cost Explorer: paced and counted; what passes is waited out, what is broken is asked again."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
)
from botocore.exceptions import ConnectionError as UnreachableError
from botocore.parsers import ResponseParserError

from .aws_answered import Answered, answered
from .aws_refusals import CREDENTIALS, EXPIRED, RESTARTED, THROTTLED, RestartQueryError, code_of, is_broken, refusal
from .aws_session import RAW, open_client
from .aws_shapes import BrokenPageError, read_page
from .batch import Access
from .refusals import SourceError

Json = dict[str, Any]
# Called after each request that AWS asks money for, or may: how many so far, and what part of the plan is done, from 0
# to 1. It may raise to end the conversation.
OnRequest = Callable[[int, float], None]
NOT_SENT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError)


@dataclass(frozen=True, slots=True)
class Patience:
    """How fast a provider is asked (requests a second; 0: as fast as it answers), and how a call is tried again."""

    per_second: float = 2.0
    tries: int = 5
    first_wait: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], float] = time.monotonic

    def wait(self, attempt: int) -> None:
        """Sleeps between half and all of a time that doubles, so that many workers do not come back at once."""
        self.sleep(self.first_wait * 2**attempt * (0.5 + self.chance() / 2))

    def pace(self, last: float) -> float:
        """Sleeps until the next request may go out after one that went out at `last`, and returns that moment."""
        if self.per_second and (early := last + 1 / self.per_second - self.now()) > 0:
            self.sleep(early)
        return self.now()


PATIENCE = Patience()


class Till:
    """Whoever pays for requests, asked before each of them. This one lets everything pass."""

    def take(self) -> None:
        """A request is about to be made. May raise to prevent it."""

    def give_back(self) -> None:
        """The request was not sent, or AWS refused it: only answers are billed (aws-sdk-java#2065)."""


class Talk:
    """A conversation with one payer, one request in flight.

    `requests` counts what AWS asks money for, or may; `answered` are those that it answered, in their order.
    """

    def __init__(
        self, access: Access, on_request: OnRequest, patience: Patience = PATIENCE, till: Till | None = None
    ) -> None:
        self.access = access
        self.client = open_client(access)
        self.on_request = on_request
        self.till = till or Till()
        self.patience = patience
        self.requests = 0
        self.answered: list[Answered] = []
        self.share = 0.0
        # The first request waits too: another worker may just have ended its own conversation with the payer.
        self.last = patience.now()

    def ask(self, operation: str, arguments: Json, shape: Any, field: str) -> Any:
        """The answer, which has a list in `field`.

        Raises SourceError, and RestartQueryError when AWS lost the thread between two pages.
        """
        problem, renewed = "", False
        for attempt in range(self.patience.tries):
            if problem:
                self.patience.wait(attempt - 1)
            try:
                return read_page(self.body(operation, arguments), shape, field)
            except BrokenPageError:
                problem = "Cost Explorer sent a broken page."
            except ClientError as error:
                if code_of(error) in EXPIRED and not renewed:
                    renewed, self.client = True, open_client(self.access)
                    continue
                problem = passing_problem(error, operation)
            except (UnreachableError, HTTPClientError) as error:
                problem = f"Cost Explorer cannot be reached ({type(error).__name__})."
        raise SourceError(f"{problem} Tried {self.patience.tries} times.", "Try again later.", may_pass=True)

    def body(self, operation: str, arguments: Json) -> bytes:
        """The bytes of one answer. It is counted when it may have reached AWS and was not refused."""
        self.last = self.patience.pace(self.last)
        self.till.take()
        try:
            answer = getattr(self.client, operation)(**arguments)
        except (ClientError, *NOT_SENT):
            self.till.give_back()
            raise
        except (UnreachableError, HTTPClientError):  # cut off while AWS may have been answering
            self.count()
            raise
        except BotoCoreError as error:
            self.till.give_back()
            raise SourceError(f"{str(error).rstrip('.')}.", CREDENTIALS, code=type(error).__name__) from error
        except (ResponseParserError, AttributeError, TypeError, ValueError):  # an error page that is no JSON
            raise BrokenPageError from None
        self.answered.append(answered(operation, arguments, answer))
        self.count()
        return bytes(answer[RAW])

    def count(self) -> None:
        self.requests += 1
        self.on_request(self.requests, self.share)


def passing_problem(error: ClientError, operation: str) -> str:
    """What will pass by itself, as a sentence. Raises SourceError or RestartQueryError for everything else."""
    code = code_of(error)
    if code in THROTTLED:
        return "Cost Explorer answers only that its rate limit is exceeded."
    if is_broken(error):
        return f"Cost Explorer has an internal error ({code})."
    if code in RESTARTED:
        raise RestartQueryError(code) from error
    raise refusal(error, f"ce:{''.join(map(str.capitalize, operation.split('_')))}") from error


@contextmanager
def connect(
    access: Access, on_request: OnRequest, patience: Patience = PATIENCE, till: Till | None = None
) -> Iterator[Talk]:
    """A conversation with the credentials of the access, its requests paid by the till. Raises SourceError.

    Two workers must not talk with one payer at the same time; the caller holds a lock for that.
    """
    talk = Talk(access, on_request, patience, till)
    try:
        yield talk
    finally:
        talk.client.close()
