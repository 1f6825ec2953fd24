"""What has been done and seen so far, kept in a file so that a run which was broken off goes on."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

LIMIT = 120  # seconds after the last blow in which every pull must have ended


@dataclass(slots=True)
class Tally:
    """Counts over all rounds of a seed. `slowest` are seconds from the last blow of a round to its last pull."""

    seed: int
    rounds: int = 0
    kills: int = 0
    hits: int = 0
    flushes: int = 0
    redis_kills: int = 0
    postgres_kills: int = 0
    restatements: int = 0
    looks: int = 0
    bad_states: int = 0
    pulls: int = 0
    given_up: int = 0
    repeated: int = 0
    lost: int = 0
    doubled: int = 0
    forgotten: int = 0
    stale: int = 0
    slowest: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def timed(self, kind: str, seconds: float) -> None:
        self.slowest[kind] = max(self.slowest.get(kind, 0.0), round(seconds, 1))

    @property
    def is_good(self) -> bool:
        late = any(seconds > LIMIT for seconds in self.slowest.values())
        return not (self.bad_states or self.lost or self.doubled or self.forgotten or self.stale or late)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        file_of(folder, self.seed).write_text(json.dumps(asdict(self), indent=1))

    def line(self) -> str:
        """Where it stands, for the terminal."""
        return (
            f"round {self.rounds}: {self.kills} workers killed ({self.hits} in a pull), Redis {self.flushes} flushed "
            f"{self.redis_kills} killed, PostgreSQL {self.postgres_kills} killed; {self.pulls} pulls, "
            f"{self.bad_states} bad states"
        )

    def table(self) -> str:
        rows = [
            ("workers killed (kill -9)", f"{self.kills}, {self.hits} of them in the middle of a pull"),
            ("Redis", f"{self.flushes} times flushed, {self.redis_kills} times killed"),
            ("PostgreSQL", f"{self.postgres_kills} times killed"),
            ("bill restated", f"{self.restatements} times"),
            ("pulls due", f"{self.pulls}, in {self.rounds} rounds"),
            ("looks at the database", f"{self.looks}"),
            ("partial, mixed or doubled states", f"{self.bad_states}"),
            ("due pulls lost", f"{self.lost}"),
            ("due pulls doubled", f"{self.doubled}"),
            ("pulls forgotten after a crash", f"{self.forgotten}"),
            ("days that stayed as they were before", f"{self.stale}"),
            ("pulls given up after three stops", f"{self.given_up}, tried again by hand"),
            ("pulls repeated after their commit", f"{self.repeated}, the same state again"),
            *((f"slowest end after {kind}", f"{seconds} s") for kind, seconds in sorted(self.slowest.items())),
        ]
        lines = [f"{name:<36} {value}" for name, value in rows]
        verdict = "good" if self.is_good else "NOT GOOD"
        return "\n".join([*lines, *self.notes, f"{verdict} (seed {self.seed})"])


def file_of(folder: Path, seed: int) -> Path:
    return folder / f"seed-{seed}.json"


def load(folder: Path, seed: int) -> Tally:
    """The tally of the seed as it was left, or a new one."""
    file = file_of(folder, seed)
    return Tally(**json.loads(file.read_text())) if file.exists() else Tally(seed)
