"""`manage.py allocate` as a script starts it: nothing in the environment, no database, no Django in the package."""

import os
import subprocess
import sys
from pathlib import Path

from .files import TUTORIAL, TUTORIAL_COSTS, write

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: object, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """The command with an empty environment."""
    return subprocess.run(
        [python, *map(str, arguments)],
        cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_it_runs_with_an_empty_environment(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, TUTORIAL, TUTORIAL_COSTS)
    ended = run("manage.py", "allocate", "--rules", rules, "--costs", costs, "--out", tmp_path / "charges.csv")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "proof: ok" in ended.stdout
    assert (tmp_path / "charges.csv").read_text().count("\n") == 7


def test_rows_go_to_the_terminal_and_the_summary_beside_them(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, TUTORIAL, TUTORIAL_COSTS)
    ended = run("manage.py", "allocate", "--rules", rules, "--costs", costs, "--out", "-")
    assert ended.stdout.startswith("ChargePeriodStart,BilledCost,")
    assert ended.stdout.count("\n") == 7
    assert "proof: ok" in ended.stderr


def test_a_refusal_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, TUTORIAL, "ChargePeriodStart,BilledCost\n2026-10-01,NaN\n")
    ended = run("manage.py", "allocate", "--rules", rules, "--costs", costs)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("CommandError: Row 2: BilledCost is 'NaN'")
    assert ended.stderr.count("\n") == 1


def test_a_reader_that_has_seen_enough_gets_no_traceback(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, TUTORIAL, TUTORIAL_COSTS + "2026-10-02,1,AWS Lambda,shared\n" * 20_000)
    command = f"{sys.executable} manage.py allocate --rules {rules} --costs {costs} --out - | head -1"
    ended = run("-c", f"import subprocess; subprocess.run({command!r}, shell=True)")
    assert ended.stdout.count("\n") == 1
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr


def test_a_device_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, TUTORIAL, TUTORIAL_COSTS)
    ended = run("manage.py", "allocate", "--rules", rules, "--costs", costs, "--out", "/dev/null")
    assert ended.returncode == 0
    assert Path("/dev/null").is_char_device()


def test_help_says_which_columns_are_read() -> None:
    ended = run("manage.py", "allocate", "--help")
    assert ended.returncode == 0
    for word in ("example:", "ChargePeriodStart", "Tag_KEY", "--tag-column", "x_AllocatedRatio"):
        assert word in ended.stdout


def test_the_package_needs_no_django() -> None:
    ended = run("-c", "import sys, allocation.focus.headless; print([one for one in sys.modules if 'django' in one])")
    assert ended.stdout.strip() == "[]", ended.stderr
