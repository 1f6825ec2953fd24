"""`manage.py simulate_cost_explorer` as a person starts it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Service, client_of, total

ROOT = Path(__file__).resolve().parents[2]
BILL = "BilledCost,ChargePeriodStart,ProviderName\n1.25,2024-09-30 22:00:00,AWS\n4,2024-09-30 23:00:00,Microsoft\n"
# A database that is not there: the command must not need one.
ENVIRONMENT = {**os.environ, "CHARGEBACK_DEMO": "1", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    file = tmp_path / "bill.csv"
    file.write_text(BILL)
    return file


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "simulate_cost_explorer", *arguments]


def at_a_terminal() -> None:
    """A suite in the background of a script ignores Ctrl-C, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def running(bill: Path) -> Iterator[subprocess.Popen[str]]:
    started = command("--ledger", str(bill), "--port", "0", "--today", "2024-10-15")
    process = subprocess.Popen(started, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, preexec_fn=at_a_terminal)
    yield process
    process.kill()
    process.wait()


def test_it_says_where_it_is_serves_the_file_and_ends_with_ctrl_c(running: subprocess.Popen[str]) -> None:
    assert running.stdout
    line = running.stdout.readline()
    assert line.startswith("Simulated Cost Explorer on http://127.0.0.1:")
    url = line.split()[-1]
    assert str(total(Service(client_of(url), url).ask("2024-09-01", "2024-10-01"))) == "1.25"
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--ledger", "missing.csv"), "missing.csv cannot be read: No such file or directory."),
        (("--page-size", "0"), "A page holds at least one group"),
        (("--provider", "Oracle"), "has no row of provider Oracle"),
    ],
)
def test_what_it_cannot_serve_is_refused_in_one_sentence(bill: Path, arguments: tuple[str, ...], sentence: str) -> None:
    given = command("--ledger", str(bill), "--port", "0", *arguments)
    refused = subprocess.run(given, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
