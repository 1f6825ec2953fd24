"""`manage.py simulate_cost_explorer` as a person starts it."""

import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chargeback.demo.faults import FAULTS
from chargeback.demo.management.commands.simulate_cost_explorer import Command, simulator_of

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


def test_a_refusal_is_one_sentence_on_the_terminal(bill: Path) -> None:
    given = command("--ledger", str(bill), "--port", "0", "--provider", "Oracle")
    refused = subprocess.run(given, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "has no row of provider Oracle" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_it_cannot_serve_is_refused_in_one_sentence(bill: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.csv cannot be read: No such file or directory\."):
        call_command("simulate_cost_explorer", "--port", "0", "--ledger", "missing.csv")
    with pytest.raises(CommandError, match="A page holds at least one group"):
        call_command("simulate_cost_explorer", "--port", "0", "--ledger", str(bill), "--page-size", "0")


def test_the_kinds_of_faults_are_listed() -> None:
    out = io.StringIO()
    call_command("simulate_cost_explorer", "--list-faults", stdout=out)
    assert out.getvalue().split() == list(FAULTS)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--fault", "fire@3"), "'fire' is no fault; see them with --list-faults."),
        (("--fault", "slow@often"), "nth is a number, counted from 1, or every or last-page."),
        (("--script", "missing.json"), "missing.json cannot be read"),
        (("--accounts", "20000"), "1 to 10,000 accounts"),
    ],
)
def test_what_cannot_be_played_is_refused_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("simulate_cost_explorer", "--port", "0", "--ledger", "demo", *arguments)


def test_a_script_that_is_no_script_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "script.json"
    for text, sentence in (("{", "is not JSON"), ('{"fires": []}', "'fires' is none of"), ("[]", "Write an object")):
        file.write_text(text)
        with pytest.raises(CommandError, match=sentence):
            call_command("simulate_cost_explorer", "--port", "0", "--accounts", "1", "--script", str(file))


def test_options_of_the_command_line_reach_the_simulator(tmp_path: Path) -> None:
    file = tmp_path / "script.json"
    file.write_text('{"faults": [{"kind": "slow", "nth": 1}], "roles": {"arn:aws:iam::1:role/x": {}}}')
    words = [
        "--accounts",
        "1",
        "--script",
        str(file),
        "--fault",
        "nan@every:GetCostAndUsage",
        "--rate",
        "5",
        "--hourly",
    ]
    options = vars(Command().create_parser("manage.py", "simulate_cost_explorer").parse_args(words))
    simulator = simulator_of(options)
    assert [(each["kind"], each["nth"], each["operation"]) for each in simulator.faults.told()] == [
        ("slow", 1, ""),
        ("nan", "every", "GetCostAndUsage"),
    ]
    assert (simulator.options.rate, simulator.options.limits.hourly) == (5, True)
    assert list(simulator.keys.roles) == ["arn:aws:iam::1:role/x"]
