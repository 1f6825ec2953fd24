"""Files for `manage.py allocate`, the command as a person starts it, and its output as rows."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from django.core.management import call_command

TUTORIAL = """
projects: {alpha: dev, beta: ops, shared: shared}
teams: {dev: Alice, ops: Bob, shared: Management}
default_owner: Unassigned
filters: {services: [EC2, S3, Lambda]}
splits: {shared: [dev: 0.5, ops: 0.5]}
"""
TUTORIAL_COSTS = """\
ChargePeriodStart,BilledCost,ServiceName,Tag_project
2026-10-01,100.01,EC2 - Other,alpha
2026-10-02,50,Amazon Simple Storage Service,beta
2026-10-02,9.0000000001,AWS Lambda,shared
2026-10-03,3,AWS Lambda,
2026-10-03,40,Tax,alpha
"""
THIRDS = """
teams: {a: "", b: "", c: ""}
rules: [{name: everything, when: {}, pool: shared}]
pools: {shared: {method: even, targets: all}}
"""

Row = dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What the command said, and the rows it wrote."""

    text: str
    rows: list[Row]

    def sums(self, *columns: str, metric: str = "BilledCost") -> dict[tuple[str, ...], Decimal]:
        """The rows' metric by these columns, without zeros."""
        sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
        for row in self.rows:
            sums[tuple(row[column] for column in columns)] += Decimal(row[metric])
        return {key: amount for key, amount in sums.items() if amount}

    def by_team(self, metric: str = "BilledCost") -> dict[str, Decimal]:
        return {team: amount for (team,), amount in self.sums("x_Team", metric=metric).items()}


def write(folder: Path, rules: str, costs: str | bytes, name: str = "costs.csv") -> tuple[Path, Path]:
    (folder / "rules.yaml").write_text(rules)
    (folder / name).write_bytes(costs if isinstance(costs, bytes) else costs.encode())
    return folder / "rules.yaml", folder / name


def allocate_files(rules: Path, costs: Path, *options: str) -> Answer:
    said, out = StringIO(), costs.with_name("charges.csv")
    call_command("allocate", f"--rules={rules}", f"--costs={costs}", f"--out={out}", *options, stdout=said)
    return Answer(said.getvalue(), rows_in(out))


def allocate(folder: Path, rules: str, costs: str | bytes, *options: str, name: str = "costs.csv") -> Answer:
    """The command's answer for a rulebook and costs given as text."""
    return allocate_files(*write(folder, rules, costs, name), *options)


def rows_in(path: Path) -> list[Row]:
    return rows_of_text(path.read_bytes().decode())


def rows_of_text(text: str) -> list[Row]:
    return list(csv.DictReader(StringIO(text, newline="")))


def csv_text(header: str, rows: Sequence[Sequence[object]]) -> str:
    file = StringIO()
    csv.writer(file).writerows([header.split(","), *rows])
    return file.getvalue()
