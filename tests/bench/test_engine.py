"""The engine's benchmark runs and checks its own sums."""

from .engine import measured
from .engine_company import series


def test_the_benchmark_runs_on_a_small_month() -> None:
    assert measured(2_000, series(500)).split()[0] == "2,000"
