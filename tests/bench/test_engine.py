"""The engine's benchmark runs, with the ways for which the suite has what it takes."""

from .company import SERIES
from .engine import check, contestants
from .race import race
from .tables import table

OWN = (
    ("ours", "ours"),
    ("floor", "floor"),
    ("plain", "postgresql_star", False),
    ("tuned", "postgresql_star", True),
)


def test_the_benchmark_runs_on_a_small_month() -> None:
    results = race(contestants(OWN, 2_000, SERIES // 100), rounds=1)
    check(results)
    assert [line.split()[0] for line in table(results, results[0])] == ["way", *(name for name, *_ in OWN)]
    assert len({result.answer.total for result in results}) == 1
    assert results[0].finish.peak > 10**7
