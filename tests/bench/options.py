"""What the user of `make bench` asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`rounds` is how often each way runs. `records` are the sizes; empty leaves them to the benchmark."""

    rounds: int = 5
    records: tuple[int, ...] = ()
