"""Calls to Cost Explorer, counted: throttling is waited out, broken answers are asked for again."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as UnreachableError
from botocore.parsers import ResponseParserError

from .refusals import BROKEN, CREDENTIALS, RESTARTED, THROTTLED, RestartQueryError, SourceError, code_of, refusal

# boto3 changed its default: `legacy` retries no throttled Cost Explorer call at all, `standard` does.
CONFIG = Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=5, read_timeout=60)
Json = dict[str, Any]


def connect() -> Any:
    """A Cost Explorer client with the environment's credentials and endpoint. Raises SourceError."""
    # boto3's default session would keep the credentials of its first use for the life of the worker.
    try:
        return boto3.Session().client("ce", region_name="us-east-1", config=CONFIG)
    except (BotoCoreError, ValueError) as error:
        raise SourceError(f"The AWS client cannot be made: {error}") from error


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is tried, and how long is waited between."""

    tries: int = 5
    first_wait: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def wait(self, attempt: int) -> None:
        """Sleeps between half and all of a time that doubles, so that many workers do not come back at once."""
        self.sleep(self.first_wait * 2**attempt * (0.5 + self.chance() / 2))


PATIENCE = Patience()


class Calls:
    """One conversation with Cost Explorer. `on_answer` is called after each answer that AWS asks money for."""

    def __init__(self, client: Any, patience: Patience, on_answer: Callable[[], None]) -> None:
        self.client = client
        self.patience = patience
        self.on_answer = on_answer

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
        try:
            answer = getattr(self.client, operation)(**arguments)
        except ClientError as error:
            return None, passing_problem(error)
        except (UnreachableError, HTTPClientError) as error:
            return None, f"Cost Explorer cannot be reached ({type(error).__name__})."
        except BotoCoreError as error:
            raise SourceError(f"{str(error).rstrip('.')}. {CREDENTIALS}") from error
        except (ResponseParserError, AttributeError, TypeError, ValueError):
            return None, "Cost Explorer sent a broken page."  # botocore walks the body without checking its shape
        self.on_answer()
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
