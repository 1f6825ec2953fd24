"""One simulated Cost Explorer: what it answers, what it was asked, and which faults are arranged."""

import datetime as dt
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from .errors import UNKNOWN_KEY, UNSIGNED, CostExplorerError
from .faults import KINDS, Reply, error_reply, json_reply
from .ledger import Ledger
from .operations import OPERATIONS, Bill

TARGET = "AWSInsightsIndexService."
PRICE = Decimal("0.01")
_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/\s,]+/\d{8}/[a-z0-9-]+/ce/aws4_request,")


@dataclass(frozen=True, slots=True)
class Options:
    """How the simulator behaves. `throttle` N refuses every Nth call; `replay` answers GetCostAndUsage verbatim."""

    page_size: int = 400
    throttle: int = 0
    replay: bytes | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API. AWS bills every page of an answer, and no request that failed."""

    number: int
    operation: str
    status: int
    is_next_page: bool
    fault: str

    @property
    def is_billed(self) -> bool:
        return self.status == 200


@dataclass(slots=True)
class Simulator:
    """Answers requests from any number of threads. `ledger_on` is asked once for each new day of `today`."""

    ledger_on: Callable[[dt.date], Ledger]
    today: Callable[[], dt.date]
    options: Options = Options()
    _calls: list[Call] = field(default_factory=list)
    _faults: dict[int, str] = field(default_factory=dict)
    _received: int = 0
    _bill: Bill | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, target: str, authorization: str, body: bytes) -> Reply:
        """The reply to one POST, changed by the fault arranged for it. Every call is logged."""
        with self._lock:
            self._received += 1
            number = self._received
            fault = self._faults.pop(number, self._throttled(number))
        operation = target.removeprefix(TARGET)
        reply = self._reply(operation, authorization, body)
        reply = KINDS[fault](reply) if fault else reply
        with self._lock:
            self._calls.append(Call(number, operation, reply.status, b'"NextPageToken"' in body, fault))
        return reply

    def bill(self) -> Bill:
        """The ledger as it stands today."""
        with self._lock:
            today = self.today()
            if self._bill is None or self._bill.today != today:
                self._bill = Bill(self.ledger_on(today), today, self.options.page_size)
            return self._bill

    def call_log(self) -> dict[str, Any]:
        """Every call since the start or the last `forget_calls`, and what AWS would have asked for them."""
        with self._lock:
            calls = sorted(self._calls, key=lambda call: call.number)
        billed = sum(call.is_billed for call in calls)
        return {"calls": [asdict(call) for call in calls], "requests": billed, "dollars": str(PRICE * billed)}

    def forget_calls(self) -> None:
        """Empties the log, counts from 1 again and drops faults that have not happened."""
        with self._lock:
            self._calls.clear()
            self._faults.clear()
            self._received = 0

    def arrange(self, faults: Iterable[Mapping[str, Any]]) -> None:
        """Lets `kind` happen to call number `on_call`. Raises ValueError for anything else, arranging nothing."""
        arranged = dict(_read_fault(fault) for fault in faults)
        with self._lock:
            self._faults.update(arranged)

    def _throttled(self, number: int) -> str:
        every = self.options.throttle
        return "throttle" if every and number % every == 0 else ""

    def _reply(self, operation: str, authorization: str, body: bytes) -> Reply:
        try:
            _check_signature(authorization)
            if operation not in OPERATIONS:
                raise CostExplorerError("UnknownOperationException", "")
            if operation == "GetCostAndUsage" and self.options.replay is not None:
                return Reply(200, self.options.replay)
            return json_reply(OPERATIONS[operation](self.bill(), _read_body(body)))
        except CostExplorerError as error:
            return error_reply(error.code, error.message)


def _check_signature(authorization: str) -> None:
    """A signature must be there and look right; what it signs is not checked."""
    if not authorization:
        raise CostExplorerError(*UNSIGNED)
    if not _SIGNED.match(authorization):
        raise CostExplorerError(*UNKNOWN_KEY)


def _read_body(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise CostExplorerError("SerializationException", "The request is not a JSON object.")
    return value


def _read_fault(fault: Mapping[str, Any]) -> tuple[int, str]:
    number, kind = fault.get("on_call"), fault.get("kind")
    if not isinstance(number, int) or number < 1:
        raise ValueError("on_call is the number of a call, counted from 1.")
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}.")
    return number, str(kind)
