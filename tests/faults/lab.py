"""Pulls with faults: real HTTP, a real database, old data in place; and what came of each."""

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from botocore.loaders import JSONFileLoader
from django.db import connection

from chargeback.costs.models import CostRecord, DailyControl, Source
from chargeback.costs.pulls import pull
from chargeback.demo.faults import FaultBook
from chargeback.demo.ledger import DECIMALS, Ledger
from chargeback.demo.restating import read_restatement, restate
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.simulator import MORE_EXPENSIVE, Options, Simulator
from chargeback.sources.aws_calls import Patience
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window

from .bills import END, START, TODAY, Key, Truth, as_told, ledger, summed, totals, truth
from .cases import NEVER, Case, Kind

PAGE_SIZE = 2
NOW = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
ENDLESS = 10**9
HASTY = Patience(per_second=0, sleep=lambda _: None)
RIGHT, REFUSED, WRONG, CRASHED = "right", "refused", "WRONG", "CRASHED"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a pull ended. WRONG: what is stored is neither the old data nor the bill, or nobody was told of a failure."""

    word: str
    sentence: str = ""


@dataclass(slots=True)
class Lab:
    """A simulated Cost Explorer whose bill can be changed, and a source that is pulled from it."""

    source: Source
    server: CostExplorerServer
    number: int = 1
    served: Ledger = field(default_factory=lambda: ledger(1))

    @property
    def simulator(self) -> Simulator:
        return self.server.simulator

    def serve(self, found: Ledger, **options: Any) -> None:
        """From now on this bill, without faults and without a past."""
        self.served = found
        self.server.simulator = Simulator(
            lambda _: found, lambda: TODAY, Options(**{"page_size": PAGE_SIZE, **options})
        )

    def serve_other(self) -> None:
        """The bill that is not stored."""
        self.number = 3 - self.number
        self.serve(ledger(self.number))

    def pull(self) -> None:
        """Asks every day in detail, changed or not, so that every question of a pull can be struck."""
        pull(self.source, Window(START, END), lambda: NOW, lambda progress: None, patience=HASTY, is_full=True)

    def could_strike(self, kinds: Iterable[Kind], act: Callable[[], object]) -> dict[str, int]:
        """How many calls of `act` each kind can strike. Nothing goes wrong meanwhile."""
        kinds = list(kinds)
        self.simulator.arrange([kind.arranged(NEVER) for kind in kinds])
        act()
        counts = {kind.name: fault["could"] for kind, fault in zip(kinds, self.simulator.faults.told(), strict=True)}
        self.simulator.faults = FaultBook()
        return counts

    def attempt(self, case: Case) -> Outcome:
        """Pulls the bill that is not stored, with the fault of the case."""
        self.serve_other()
        self.simulator.arrange([case.kind.arranged(case.nth)])
        outcome = self.judged(truths(self.served, case.kind))
        if outcome.word != RIGHT:
            self.number = 3 - self.number  # the old one is still stored
        return outcome

    def judged(self, accepted: list[Truth]) -> Outcome:
        """A pull of what is served: right only if one of the accepted bills is stored, whole."""
        before = rows()
        refusal, crash = "", ""
        try:
            self.pull()
        except SourceError as error:
            refusal = str(error)
        except Exception as error:
            crash = f"{type(error).__name__}: {error}"
        if not refusal and not crash:
            return Outcome(RIGHT if is_stored(accepted) else WRONG)
        if rows() != before:
            return Outcome(WRONG, refusal or crash)
        return Outcome(REFUSED, refusal) if refusal else Outcome(CRASHED, crash)


def truths(served: Ledger, kind: Kind) -> list[Truth]:
    """The bill; and, where it is restated in the middle, the bill as it is told afterwards."""
    found = [truth(served)]
    if kind.fault == "restated":
        found.append(truth(restate(served, read_restatement(kind.more.get("restatement", MORE_EXPENSIVE)))))
    return found


def rows() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Every stored record, with its pull, and every control total: equal means untouched.

    Whether a day is still estimated is heard with the totals, which a pull that is refused later has heard too.
    """
    records = CostRecord.objects.order_by("pk").values_list()
    controls = DailyControl.objects.order_by("pk").values_list("pk", "pull", "day", "billed_cost", "effective_cost")
    return list(records), list(controls)


def is_stored(accepted: list[Truth]) -> bool:
    """Whether records and control totals are those of one of the accepted bills."""
    records = stored()
    controls = dict(DailyControl.objects.values_list("day", "billed_cost"))
    return any(records == as_told(found) and controls == totals(found) for found in accepted)


def stored() -> dict[Key, tuple[Decimal, Decimal]]:
    """Every record but what rounding left."""
    with connection.cursor() as cursor:  # PostgreSQL counts by itself only once this test's transaction has ended
        cursor.execute("ANALYZE costs_costrecord, costs_costseries")
    key = ("day", "series__sub_account_id", "series__service_name", "series__tags__project")
    found = CostRecord.objects.exclude(series__service_name="(rounding)").values_list(
        *key, "billed_cost", "effective_cost"
    )
    return as_told(
        summed(
            ((day, account, service, project or ""), int(billed.scaleb(DECIMALS)), int(effective.scaleb(DECIMALS)))
            for day, account, service, project, billed, effective in found
        )
    )


def open_lab() -> Lab:
    """A lab with nothing stored yet. Its server runs until the process ends."""
    server = CostExplorerServer(Simulator(lambda _: ledger(1), lambda: TODAY, Options(page_size=PAGE_SIZE)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return Lab(Source.objects.create(slug="faults", name="Faults", request_budget=ENDLESS), server)


def models_read_once() -> AbstractContextManager[object]:
    """boto3 reads the service's model anew for every pull, which would be most of the work of so many small ones."""
    read = JSONFileLoader.load_file
    kept = lru_cache(maxsize=None)(lambda path: read(JSONFileLoader(), path))
    return patch.object(JSONFileLoader, "load_file", lambda _, path: kept(path))


def cloud(server: CostExplorerServer) -> dict[str, str]:
    """What boto3 must find in the environment."""
    return {
        "AWS_ENDPOINT_URL_COST_EXPLORER": server.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
