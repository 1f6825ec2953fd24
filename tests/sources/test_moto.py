"""The same bill from another emulator of AWS, moto, whose roles and accounts are its own.

moto knows no costs: it gives prepared answers, in their order, to whoever asks as the account they were prepared for.
Here these are the answers of the simulator to the same questions.
"""

import json
import logging
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from chargeback.demo.faults import Reply
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.simulator import Options, Simulator
from chargeback.sources.aws_calls import Patience
from chargeback.sources.batch import Access, Breakdown, CostBatch
from chargeback.sources.cost_explorer import connect, control, fetch, plan_of, survey
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window
from tests.faults.bills import END, START, TODAY, ledger

PAYER = "111111111111"
ROLE = f"arn:aws:iam::{PAYER}:role/chargeback"
HASTY = Patience(per_second=0, tries=1, sleep=lambda _: None)
BY_PROJECT = Breakdown(tag_keys=("project",))
WINDOW = Window(START, END)


@dataclass
class Recorder:
    """Answers as the simulator does and keeps every answer, in the order of the questions."""

    simulator: Simulator
    answers: dict[bytes, Any] = field(default_factory=dict)

    def answer(self, target: str, authorization: str, body: bytes) -> Reply:
        reply = self.simulator.answer(target, authorization, body)
        self.answers.setdefault(body, json.loads(reply.body))
        return reply


@pytest.fixture
def simulator() -> Iterator[tuple[str, Recorder]]:
    """The address of a simulator, and what it has answered."""
    recorder = Recorder(Simulator(lambda _: ledger(1), lambda: TODAY, Options(page_size=4)))
    server = CostExplorerServer(recorder)  # type: ignore[arg-type]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server.url, recorder
    server.shutdown()
    server.server_close()


@pytest.fixture
def original(simulator: tuple[str, Recorder], monkeypatch: pytest.MonkeyPatch) -> CostBatch:
    """The bill as it comes from the simulator."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_COST_EXPLORER", simulator[0])
    return pulled(Access())


@pytest.fixture
def moto(
    original: CostBatch, simulator: tuple[str, Recorder], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ThreadedMotoServer]:
    """moto with the simulator's answers for one account, as AWS for boto3."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    send(
        f"{url}/moto-api/static/ce/cost-and-usage-results",
        {"account_id": PAYER, "results": list(simulator[1].answers.values())},
    )
    monkeypatch.setenv("AWS_ENDPOINT_URL_COST_EXPLORER", url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", url)
    yield server
    send(f"{url}/moto-api/reset", {})
    server.stop()


def send(url: str, value: object) -> None:
    body = json.dumps(value).encode()
    urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})).close()


def pulled(access: Access) -> CostBatch:
    with connect(access, lambda requests, share: None, HASTY) as talk:
        totals = control(talk, BY_PROJECT, WINDOW)
        plan = plan_of(survey(talk, BY_PROJECT, WINDOW, totals), BY_PROJECT, WINDOW)
        return fetch(talk, plan, BY_PROJECT, WINDOW, totals)


def costs(batch: CostBatch) -> dict[tuple[Any, ...], tuple[int, int]]:
    rows = zip(batch.code.tolist(), batch.day.tolist(), batch.billed.tolist(), batch.effective.tolist(), strict=True)
    return {(batch.series[code], day): (billed, effective) for code, day, billed, effective in rows}


@pytest.mark.usefixtures("moto")
def test_a_role_of_moto_brings_the_bill_of_its_account(original: CostBatch) -> None:
    found = pulled(Access(PAYER, ROLE, "wren-1906"))
    assert costs(found) == costs(original)
    assert found.totals == original.totals
    assert len(costs(found)) == 17


@pytest.mark.usefixtures("moto")
def test_without_the_role_the_account_is_another_and_has_no_bill() -> None:
    with pytest.raises(SourceError):
        pulled(Access())
