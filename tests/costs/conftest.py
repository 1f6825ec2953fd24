"""A bill served by the simulated Cost Explorer over HTTP, a source that pulls it, and a hand in the wire."""

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest

from chargeback.costs.models import CostRecord, DailyControl, Pull, Source
from chargeback.costs.pulls import pull
from chargeback.demo.faults import Reply
from chargeback.demo.ledger import UNIT, Dimensions, Ledger, LedgerRow, index_rows
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.simulator import Options, Simulator
from chargeback.sources.aws_calls import Patience
from chargeback.sources.batch import Progress
from chargeback.sources.window import read_window
from tests.faults.lab import models_read_once

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
HASTY = Patience(per_second=0, sleep=lambda _: None)
# (day of October, account, service, record type, project tag, billed, effective)
Row = tuple[int, str, str, str, str, str, str]
BILL: tuple[Row, ...] = (
    (1, "111111111111", "AWS Lambda", "Usage", "checkout", "1.25", "1.25"),
    (1, "111111111111", "AWS Lambda", "Usage", "Checkout", "0.5", "0.5"),
    (1, "111111111111", "Amazon Simple Storage Service", "Usage", "", "3.1234567891", "3.1234567891"),
    (1, "222222222222", "AWS Lambda", "Usage", "a$b", "2", "1"),
    (2, "111111111111", "AWS Lambda", "Usage", "checkout", "1.5", "1.5"),
    (2, "222222222222", "AWS Lambda", "SavingsPlanCoveredUsage", "a$b", "7", "4"),
    (2, "222222222222", "AWS Lambda", "SavingsPlanNegation", "a$b", "-7", "0"),
    (2, "222222222222", "Tax", "Tax", "", "0.19", "0.19"),
    (3, "111111111111", "AWS Data Transfer", "Credit", "checkout", "-0.0069", "-0.0069"),
    (3, "111111111111", "AWS Support (Business)", "Support", "", "10", "10"),
)


def ledger(rows: tuple[Row, ...] = BILL, currency: str = "USD", tag: str = "project") -> Ledger:
    return index_rows((ledger_row(row, tag) for row in rows), currency)


def ledger_row(row: Row, tag: str) -> LedgerRow:
    day, account, service, record_type, value, billed, effective = row
    dimensions = Dimensions(
        account=account,
        account_name=f"account {account[0]}",
        service=service,
        record_type=record_type,
        tags=((tag, value),) if value else (),
    )
    return LedgerRow(dt.date(2026, 10, day), dimensions, units(billed), units(effective))


def units(text: str) -> int:
    return int(Decimal(text) * UNIT)


# (number of the call from 1, operation, the good reply) -> what goes over the wire
Hand = Callable[[int, str, Reply], Reply]


@dataclass
class Wire:
    """Stands between the server and its simulator; `hand` may change every reply."""

    simulator: Simulator
    hand: Hand = lambda number, operation, reply: reply
    asked: list[dict[str, Any]] = field(default_factory=list)
    answer_from: Callable[[str, str, bytes], Reply] | None = None

    def answer(self, target: str, authorization: str, body: bytes) -> Reply:
        reply = (self.answer_from or self.simulator.answer)(target, authorization, body)
        self.asked.append(json.loads(body))
        return self.hand(len(self.asked), target.rpartition(".")[2], reply)

    def serve(self, rows: tuple[Row, ...], **options: Any) -> None:
        """From now on another bill."""
        self.simulator.__init__(lambda _: ledger(rows, **options), lambda: TODAY, self.simulator.options)  # type: ignore[misc]


@pytest.fixture(scope="session", autouse=True)
def quick_boto3() -> Iterator[None]:
    with models_read_once():
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[CostExplorerServer]:
    """One server on a free port; each test puts its own simulator behind it."""
    server = CostExplorerServer(open_simulator())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def open_simulator() -> Simulator:
    return Simulator(lambda _: ledger(), lambda: TODAY, Options(page_size=2))


@pytest.fixture
def wire(server: CostExplorerServer, monkeypatch: pytest.MonkeyPatch) -> Wire:
    """The bill of these tests over HTTP, two groups to a page; boto3 is pointed to it as by an administrator."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_COST_EXPLORER", server.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    wire = Wire(open_simulator())
    server.simulator = wire  # type: ignore[assignment]
    return wire


@pytest.fixture
def source(db: None) -> Source:
    return Source.objects.create(slug="aws", name="AWS")


@pytest.fixture
def take(wire: Wire, source: Source) -> Callable[..., Pull]:
    """Pulls days of October without waiting between attempts, as a person does unless told otherwise."""

    def taken(
        start: str = "2026-10-01",
        end: str = "2026-10-04",
        report: Callable[[Progress], None] = print,
        now: dt.datetime = NOW,
        **how: Any,
    ) -> Pull:
        source.refresh_from_db()
        window = read_window(start, end, max(TODAY, now.date()))
        return pull(source, window, lambda: now, report, patience=HASTY, **how)

    return taken


def stored() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Every stored record, with its pull, and every control total: equal means untouched."""
    return list(CostRecord.objects.order_by("pk").values_list()), list(
        DailyControl.objects.order_by("pk").values_list()
    )


def changed(reply: Reply, change: Callable[[dict[str, Any]], None]) -> Reply:
    """The reply with its JSON changed in place."""
    answer = json.loads(reply.body)
    change(answer)
    return replace(reply, body=json.dumps(answer).encode())
