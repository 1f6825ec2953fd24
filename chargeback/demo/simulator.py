"""One simulated Cost Explorer: what it answers, what it was asked, and which faults are arranged."""

import datetime as dt
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from chargeback import clock

from .bill import Bill
from .call_log import Call, CallLog
from .errors import THROTTLED, UNKNOWN_KEY, UNSIGNED, CostExplorerError
from .faults import Exchange, FaultBook, Reply, error_reply, json_reply
from .keys import Keys, check_account
from .ledger import Ledger
from .limits import ORDINARY, Limits
from .operations import CHANGES_TAGS, OPERATIONS, PAYER_ONLY
from .restating import Restatement, read_restatement, reopened_month, restate
from .sts import answer_sts
from .tag_book import TagBook
from .throttling import Throttle

TARGET = "AWSInsightsIndexService."
_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/\s,]+)/\d{8}/[a-z0-9-]+/(ce|sts)/aws4_request,")
MORE_EXPENSIVE = {"kind": "changed"}


@dataclass(frozen=True, slots=True)
class Options:
    """How the simulator behaves. `replay` answers GetCostAndUsage verbatim; `latency` is the pause before each answer.

    `throttle` N refuses every Nth call; `rate` N refuses what is more than N calls in a second, 0 neither.
    """

    page_size: int = 400
    throttle: int = 0
    replay: bytes | None = None
    rate: int = 0
    latency: float = 0
    limits: Limits = ORDINARY
    backfill_seconds: float = 0


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a request, and for which service."""

    key: str
    service: str


@dataclass(slots=True)
class Simulator:
    """Answers requests from any number of threads. `ledger_on` is asked once for each new day of `today`."""

    ledger_on: Callable[[dt.date], Ledger]
    today: Callable[[], dt.date]
    options: Options = Options()
    keys: Keys = field(default_factory=Keys)
    tag_book: TagBook = field(default_factory=TagBook)
    faults: FaultBook = field(default_factory=FaultBook)
    throttle: Throttle = field(init=False)
    _log: CallLog = field(default_factory=CallLog)
    _restatements: list[Restatement] = field(default_factory=list)
    _ledger: Ledger | None = None
    _bill: Bill | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.throttle = Throttle(self.options.throttle, self.options.rate)
        self.tag_book.backfill_takes = dt.timedelta(seconds=self.options.backfill_seconds)

    def answer(self, target: str, authorization: str, body: bytes) -> Reply:
        """The reply to one POST, changed by the fault arranged for it. Every call is logged."""
        operation = target.removeprefix(TARGET) if target else _action(body)
        with self._lock:
            numbers = self._log.receive(operation)
            refused = self.throttle.refuses(numbers[""])
        reply, fault = error_reply(*THROTTLED), "throttle"
        if not refused:
            reply, fault = self._struck(operation, authorization, body, numbers)
        call = Call(numbers[""], operation, reply.status, b'"NextPageToken"' in body, fault, _key(authorization))
        with self._lock:
            self._log.calls.append(call)
        return reply if reply.delay_seconds else replace(reply, delay_seconds=self.options.latency)

    def bill(self) -> Bill:
        """The ledger as it stands today."""
        with self._lock:
            today = self.today()
            if self._bill is None or self._bill.today != today:
                self._ledger = None
            if self._ledger is None or self._bill is None or self._bill.is_outdated:
                self._bill = self._make_bill(today)
            return self._bill

    def call_log(self) -> dict[str, Any]:
        """Every call since the start or the last `forget_calls`, and what AWS would have asked for them."""
        with self._lock:
            return self._log.told()

    def forget_calls(self) -> None:
        """Empties the log, counts from 1 again and drops faults that have not happened."""
        with self._lock:
            self._log.forget()
            self.faults.forget()

    def arrange(self, faults: Iterable[Mapping[str, Any]]) -> None:
        """Lets faults happen, see `Arranged`. Raises ValueError for one that nobody knows, arranging nothing."""
        with self._lock:
            self.faults.arrange(faults)

    def restate(self, change: Restatement) -> None:
        """From now on the bill is told with this change."""
        with self._lock:
            self._restatements.append(change)
            self._ledger = None

    def moment(self) -> dt.datetime:
        """The time of day, on the day it believes in."""
        return dt.datetime.combine(self.today(), clock.now().timetz())

    def _make_bill(self, today: dt.date) -> Bill:
        if self._ledger is None:
            self._ledger = self.ledger_on(today)
            for change in self._restatements:
                self._ledger = restate(self._ledger, change)
            self.keys.account = self._ledger.payer_account
        reopened = frozenset(filter(None, map(reopened_month, self._restatements)))
        options = self.options
        return Bill(self._ledger, today, self.moment, options.page_size, options.limits, self.tag_book, reopened)

    def _struck(self, operation: str, authorization: str, body: bytes, numbers: Mapping[str, int]) -> tuple[Reply, str]:
        """The good reply, or what a fault makes of it; and the fault's kind."""
        good = self._good(operation, authorization, body)
        with self._lock:
            if not self.faults.arranged:
                return good, ""
            request = _object(body) or {}
            exchange = Exchange(
                operation, request, good, lambda other: self._good(operation, authorization, json.dumps(other).encode())
            )
            happened = self.faults.strike(exchange, numbers)
            if happened is None:
                return good, ""
            fault, struck = happened
            if struck.restates:
                self.restate(read_restatement(fault.restatement or MORE_EXPENSIVE))
            return struck.reply, fault.kind

    def _good(self, operation: str, authorization: str, body: bytes) -> Reply:
        try:
            signed = _signed(authorization)
            self.bill()  # tells the keys whose account they are of
            if signed.service == "sts":
                with self._lock:
                    return answer_sts(self.keys, signed.key, body, clock.now())
            self._check(signed.key, operation)
            request = _read_body(body)
            return self._put_aside(request) or self._answer(operation, request)
        except CostExplorerError as error:
            return error_reply(error.code, error.message)

    def _check(self, access_key: str, operation: str) -> None:
        if operation not in OPERATIONS:
            raise CostExplorerError("UnknownOperationException", "")
        with self._lock:
            key = self.keys.check(access_key, f"ce:{operation}", clock.now())
        check_account(key, operation in PAYER_ONLY)

    def _put_aside(self, request: Mapping[str, Any]) -> Reply | None:
        with self._lock:
            return self.faults.put_aside(request.get("NextPageToken"))

    def _answer(self, operation: str, request: Mapping[str, Any]) -> Reply:
        if operation == "GetCostAndUsage" and self.options.replay is not None:
            return Reply(200, self.options.replay)
        reply = json_reply(OPERATIONS[operation](self.bill(), request))
        if operation in CHANGES_TAGS:
            with self._lock:
                self._bill = None
        return reply


def _signed(authorization: str) -> Signed:
    """A signature must be there and look right; what it signs is not checked."""
    if not authorization:
        raise CostExplorerError(*UNSIGNED)
    if not (found := _SIGNED.match(authorization)):
        raise CostExplorerError(*UNKNOWN_KEY)
    return Signed(*found.groups())


def _key(authorization: str) -> str:
    found = _SIGNED.match(authorization)
    return found[1] if found else ""


def _action(body: bytes) -> str:
    """The operation of a request in the form that STS takes."""
    return parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]


def _object(body: bytes) -> Mapping[str, Any] | None:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _read_body(body: bytes) -> Mapping[str, Any]:
    value = _object(body)
    if value is None:
        raise CostExplorerError("SerializationException", "The request is not a JSON object.")
    return value
