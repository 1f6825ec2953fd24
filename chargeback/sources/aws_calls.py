"""Calls to Cost Explorer, counted: throttling is waited out, broken answers are asked for again."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as UnreachableError
from botocore.parsers import ResponseParserError

from .batch import Access
from .refusals import BROKEN, CREDENTIALS, RESTARTED, THROTTLED, RestartQueryError, SourceError, code_of, refusal

# One request per call: boto3's own retries would be neither counted nor paced, and differ from version to version.
CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=5, read_timeout=60)
Json = dict[str, Any]


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


# Called after each answer that AWS asks money for: requests so far, and what part of the plan is done, from 0 to 1.
# It may raise to end the talk.
OnRequest = Callable[[int, float], None]


class Till:
    """Whoever pays for requests, asked before each of them. This one lets everything pass."""

    def take(self) -> None:
        """A request is about to be made. May raise to prevent it."""

    def give_back(self) -> None:
        """The request was not sent, or AWS refused it: only answers are billed (aws-sdk-java#2065)."""


class Talk:
    """One conversation with Cost Explorer, one request in flight. `requests` counts what AWS asks money for."""

    def __init__(self, client: Any, patience: Patience, on_request: OnRequest, till: Till) -> None:
        self.client = client
        self.till = till
        self.patience = patience
        self.on_request = on_request
        self.requests = 0
        self.share = 0.0
        # The first request waits too: another worker may just have ended its own conversation with the payer.
        self.last = patience.now()

    def ask(self, operation: str, field: str, arguments: Json) -> Json:
        """An answer that has a list in `field`. Raises SourceError, or RestartQueryError when AWS lost the thread."""
        problem = ""
        for attempt in range(self.patience.tries):
            if attempt:
                self.patience.wait(attempt - 1)
            answer, problem = self.attempt(operation, arguments)
            # boto3 makes {} of a 200 whose body is cut or empty: without this check it would read as "no cost".
            if answer is not None and isinstance(answer.get(field), list):
                return answer
        raise SourceError(f"{problem} Tried {self.patience.tries} times; try again later.", may_pass=True)

    def attempt(self, operation: str, arguments: Json) -> tuple[Json | None, str]:
        """AWS's answer, or nothing; and what was wrong if it is of no use but worth another try."""
        self.last = self.patience.pace(self.last)
        self.till.take()
        try:
            answer = getattr(self.client, operation)(**arguments)
        except ClientError as error:
            self.till.give_back()
            return None, passing_problem(error)
        except (UnreachableError, HTTPClientError) as error:
            if isinstance(error, UnreachableError):  # the others are cut off while AWS may be answering
                self.till.give_back()
            return None, f"Cost Explorer cannot be reached ({type(error).__name__})."
        except BotoCoreError as error:
            self.till.give_back()
            raise SourceError(f"{str(error).rstrip('.')}. {CREDENTIALS}") from error
        except (ResponseParserError, AttributeError, TypeError, ValueError):
            return None, "Cost Explorer sent a broken page."  # botocore walks the body without checking its shape
        self.requests += 1
        self.on_request(self.requests, self.share)
        return answer, "Cost Explorer sent a broken page."


def passing_problem(error: ClientError) -> str:
    """What will pass by itself, as a sentence. Raises SourceError or RestartQueryError for everything else."""
    code = code_of(error)
    if code in THROTTLED:
        return "Cost Explorer answers only that its rate limit is exceeded."
    if code in BROKEN:
        return f"Cost Explorer has an internal error ({code})."
    if code in RESTARTED:
        raise RestartQueryError(code) from error
    raise refusal(error) from error


@contextmanager
def connect(
    access: Access, on_request: OnRequest, patience: Patience = PATIENCE, till: Till | None = None
) -> Iterator[Talk]:
    """A conversation with the credentials of the access, its requests paid by the till. Raises SourceError.

    Two workers must not talk with one payer at the same time; the caller holds a lock for that.
    """
    # boto3's default session would keep the credentials of its first use for the life of the worker.
    try:
        client = boto3.Session().client("ce", region_name="us-east-1", config=CONFIG)
    except (BotoCoreError, ValueError) as error:
        raise SourceError(f"The AWS client cannot be made: {error}") from error
    yield Talk(client, patience, on_request, till or Till())
