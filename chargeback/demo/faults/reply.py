"""What goes over the wire."""

import json
from dataclasses import dataclass
from typing import Any

AMZ_JSON = "application/x-amz-json-1.1"


@dataclass(frozen=True, slots=True)
class Reply:
    """`cut` sends half the body and hangs up, `stall` sends half and waits so many seconds before it hangs up; `reset`
    hangs up without a word. `pace` is a pause after every byte.
    """

    status: int
    body: bytes
    content_type: str = AMZ_JSON
    delay_seconds: float = 0
    cut: bool = False
    reset: bool = False
    stall: float = 0
    pace: float = 0

    def json(self) -> Any:
        return json.loads(self.body)


def json_reply(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value, separators=(",", ":")).encode())


def error_reply(code: str, message: str, status: int = 400) -> Reply:
    return json_reply({"__type": code, "message": message}, status)
