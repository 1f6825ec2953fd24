"""A simulated Cost Explorer on a free port, and a real boto3 client that speaks to it."""

import datetime as dt
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from chargeback.demo.ledger import UNIT, Dimensions, Ledger, LedgerRow, index_rows
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.simulator import Options, Simulator

TODAY = dt.date(2026, 11, 23)
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Service:
    """What a test holds: the client, and the server's own pages."""

    client: Any
    url: str

    def ask(self, start: str, end: str, **request: Any) -> list[dict[str, Any]]:
        """Every page of one GetCostAndUsage; daily and unblended unless said otherwise."""
        request = {"Granularity": "DAILY", "Metrics": ["UnblendedCost"], **request}
        request["TimePeriod"] = {"Start": start, "End": end}
        pages = [self.client.get_cost_and_usage(**request)]
        while token := pages[-1].get("NextPageToken"):
            pages.append(self.client.get_cost_and_usage(**request, NextPageToken=token))
        return pages

    def page(self, method: str, path: str, value: object = None) -> dict[str, Any]:
        body = None if value is None else json.dumps(value).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url + path, body, method=method)) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def status(self, method: str, path: str, value: object = None) -> int:
        """How the server likes something that it may refuse."""
        try:
            self.page(method, path, value)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        return 200


Serve = Callable[..., Service]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers that end with the test: serve(ledger, today=..., page_size=...)."""
    servers: list[CostExplorerServer] = []

    def start(ledger: Ledger, today: dt.date | Callable[[], dt.date] = TODAY, **options: Any) -> Service:
        clock = today if callable(today) else lambda: today
        server = CostExplorerServer(Simulator(lambda _: ledger, clock, Options(**options)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return Service(client_of(server.url), server.url)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def client_of(url: str, access_key: str = "test") -> Any:
    return boto3.client(
        "ce",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id=access_key,
        aws_secret_access_key="test",
        # One attempt: a test wants to see every answer, also the bad ones.
        config=Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=10),
    )


def row(day: str, amount: str, **dimensions: Any) -> LedgerRow:
    """A row of the ledger; effective cost is half of the billed."""
    tags = tuple(sorted(dimensions.pop("tags", {}).items()))
    known = {"account": "111111111111", "account_name": "prod", "service": "AWS Lambda"} | dimensions
    units = int(Decimal(amount) * UNIT)
    return LedgerRow(dt.date.fromisoformat(day), Dimensions(**known, tags=tags), units, units // 2, quantity=3 * UNIT)


def small_ledger() -> Ledger:
    """Two days of November with two accounts, two services and a tag that is sometimes there."""
    return index_rows(
        [
            row("2026-11-02", "1.5", tags={"project": "alpha", "Team": "dev"}),
            row("2026-11-02", "0.25", tags={"project": "Alpha"}),
            row("2026-11-02", "0.0000000004"),
            row("2026-11-03", "-0.75", service="Amazon S3 Glacier Deep Archive", record_type="Credit"),
            row("2026-11-03", "2", account="222222222222", account_name="data", tags={"project": "a$b:c/d"}),
        ],
        inactive_tags=frozenset({"Team"}),
    )


def amounts(pages: list[dict[str, Any]], metric: str = "UnblendedCost") -> dict[tuple[str, ...], Decimal]:
    """The sum of each group over all periods and pages."""
    found: dict[tuple[str, ...], Decimal] = {}
    for page in pages:
        for period in page["ResultsByTime"]:
            for group in period["Groups"]:
                keys = tuple(group["Keys"])
                found[keys] = found.get(keys, Decimal(0)) + Decimal(group["Metrics"][metric]["Amount"])
    return found


def total(pages: list[dict[str, Any]], metric: str = "UnblendedCost") -> Decimal:
    """The sum of the ungrouped totals of all periods."""
    periods = [period for page in pages for period in page["ResultsByTime"]]
    return sum((Decimal(period["Total"][metric]["Amount"]) for period in periods), Decimal(0))
