"""What a pull costs at AWS, for companies of 10, 100 and 1000 accounts: the portal's plan beside the usual loop.

Nothing is timed: requests are counted that a simulated Cost Explorer really answered. The usual loop asks by service
and tag, account by account; it has no control totals and mixes usage with tax, fees and credits. `page` is how many
groups AWS puts on a page, which it does not publish.
"""

import datetime as dt
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chargeback.costs.control import balanced
from chargeback.demo.large_company import Size, large_ledger
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.simulator import Options as Service
from chargeback.demo.simulator import Simulator
from chargeback.sources.aws_asking import ask_groups
from chargeback.sources.aws_calls import Patience, Talk
from chargeback.sources.aws_dimensions import ACCOUNT, SERVICE
from chargeback.sources.aws_queries import Case, Query
from chargeback.sources.batch import Access, Breakdown, dollars
from chargeback.sources.cost_explorer import connect, control, fetch, plan_of, survey
from chargeback.sources.window import Window

from .options import Options
from .tables import aligned

ACCOUNTS = (10, 100, 1000)
PAGES = (1000, 5000)
TODAY = dt.date(2026, 11, 23)
# What a daily pull asks when three days have changed, and what the first pull of a month asks.
WINDOWS = {
    "3 days": Window(TODAY - dt.timedelta(days=3), TODAY),
    "a month": Window(dt.date(2026, 10, 1), dt.date(2026, 11, 1)),
}
HEAD = ("accounts", "days", "page", "control", "survey", "plan", "asked", "in all", "price", "loop", "price", "records")
BREAKDOWN = Breakdown(tag_keys=("project",))


@dataclass(frozen=True, slots=True)
class Price:
    """Requests of a pull: the plan's expected ones and those that were made for it; and those of the usual loop."""

    survey: int
    expected: int
    asked: int
    loop: int
    records: int

    @property
    def total(self) -> int:
        return 1 + self.survey + self.asked


def lines(options: Options) -> Iterator[str]:
    yield "\nprices: requests of Cost Explorer, $0.01 each"
    rows = [row(accounts, page, name) for accounts in ACCOUNTS for page in PAGES for name in WINDOWS]
    yield from aligned([HEAD, *rows])


def row(accounts: int, page: int, name: str) -> tuple[str, ...]:
    price = priced(accounts, page, WINDOWS[name])
    counts = (price.survey, price.expected, price.asked, price.total)
    ours, theirs = dollars(price.total), dollars(price.loop)
    return (
        f"{accounts:,}", name, f"{page:,}", "1", *map(str, counts), f"${ours}", f"{price.loop:,}", f"${theirs}",
        f"{price.records:,}",
    )  # fmt: skip


def priced(accounts: int, page: int, window: Window) -> Price:
    with served(accounts, page), connect(Access(), lambda requests, share: None, Patience(per_second=0)) as talk:
        totals = control(talk, BREAKDOWN, window)
        seen = survey(talk, BREAKDOWN, window, totals)
        plan, before = plan_of(seen, BREAKDOWN, window), talk.requests
        batch = balanced(fetch(talk, plan, BREAKDOWN, window, totals))
        asked = talk.requests - before
        return Price(seen.requests, plan.requests, asked, looped(talk, sorted(seen.accounts), window), len(batch))


def looped(talk: Talk, accounts: list[str], window: Window) -> int:
    """How many requests the usual loop takes."""
    before = talk.requests
    for account in accounts:
        case = Case({ACCOUNT: frozenset({account})})
        ask_groups(talk, Query(window, (SERVICE, "TAG:project"), (case,)), BREAKDOWN, "USD")
    return talk.requests - before


@contextmanager
def served(accounts: int, page: int) -> Iterator[None]:
    """The company's bill on a port of this machine, to which boto3 is pointed."""
    ledger = large_ledger(TODAY, Size(accounts))
    server = CostExplorerServer(Simulator(lambda _: ledger, lambda: TODAY, Service(page)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    keys = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    os.environ.update({"AWS_ENDPOINT_URL_COST_EXPLORER": server.url, **keys})
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
