"""A month of costs as pages of GetCostAndUsage: made once, kept in files, and sent as they are."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from allocation.engine.money import from_units
from chargeback.clock import days_between, next_month

from .company import DAYS, MONTH

ACCOUNTS = 300
PAGE_SIZE = 1000
METRICS = ("UnblendedCost", "AmortizedCost")
TOTALS = "totals"
DAY = [day.isoformat() for day in [*days_between(MONTH, next_month(MONTH)), next_month(MONTH)]]


def made(folder: Path, records: int) -> None:
    """The folder holds the totals of the days and the pages of all groups, as files named by their token."""
    amounts = np.random.default_rng(3).integers(-(10**8), 10**11, (DAYS, -(-records // DAYS)), dtype=np.int64)
    amounts = amounts[:, : records // DAYS]
    days = [result(day, {"Total": costs(int(amounts[day].sum())), "Groups": []}) for day in range(DAYS)]
    (folder / TOTALS).write_text(json.dumps({"ResultsByTime": days}))
    pages = list(pages_of(amounts))
    for number, page in enumerate(pages):
        more = {"NextPageToken": str(number + 1)} if number + 1 < len(pages) else {}
        names = [{"Value": account(one), "Attributes": {"description": f"account {one}"}} for one in range(ACCOUNTS)]
        (folder / str(number)).write_text(json.dumps(page | more | {"DimensionValueAttributes": names}))


def pages_of(amounts: Any) -> Iterator[dict[str, Any]]:
    """Whole days, and as many groups of the next as there is room for."""
    for day, row in enumerate(amounts.tolist()):
        for start in range(0, len(row), PAGE_SIZE):
            part = row[start : start + PAGE_SIZE]
            groups = [{"Keys": keys(number), "Metrics": costs(units)} for number, units in enumerate(part, start)]
            yield {"ResultsByTime": [result(day, {"Total": {}, "Groups": groups})]}


def result(day: int, rest: dict[str, Any]) -> dict[str, Any]:
    return {"TimePeriod": {"Start": DAY[day], "End": DAY[day + 1]}, "Estimated": False, **rest}


def keys(number: int) -> list[str]:
    service, of_account = divmod(number, ACCOUNTS)
    return [account(of_account), f"Amazon Service {service:03d}"]


def account(number: int) -> str:
    return f"{100_000_000_000 + number}"


def costs(units: int) -> dict[str, Any]:
    return {metric: {"Amount": f"{from_units(units):f}", "Unit": "USD"} for metric in METRICS}


class Handler(BaseHTTPRequestHandler):
    """Answers every question by groups with the month, and one without with its totals."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    folder = Path()

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = str(int(request.get("NextPageToken", 0))) if "GroupBy" in request else TOTALS
        body = (self.folder / name).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def serve(wire: Connection, folder: str) -> None:
    """Serves the folder until the process is ended, and says on which port."""
    Handler.folder = Path(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    wire.send(server.server_address[1])
    server.serve_forever()
