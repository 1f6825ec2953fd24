"""Rulebook and costs in files -> allocated rows: `manage.py allocate`. No database, no settings."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.engine.names import instead
from allocation.engine.rulebook import Rulebook
from allocation.focus.carried import row_explanation
from allocation.focus.comparison import comparison
from allocation.focus.days import month_of
from allocation.focus.explanation import explanation
from allocation.focus.headless import Costs, allocate_file, refuse_overwriting, refuse_streams, write_allocated
from allocation.focus.layout import COSTS
from allocation.focus.months import Month, MonthKey
from allocation.focus.output import whole_file
from allocation.focus.refusals import FocusError
from allocation.focus.summary import shown, summary
from allocation.rulebook import RulebookError, rulebook_from_yaml

from .import_rules import read, refusal

EPILOG = """\
example:
  manage.py allocate --rules company.yaml --costs focus.csv --period 2026-10 --out charges.csv --explain dev
  manage.py allocate --rules company.yaml --costs focus.csv --explain-row 4711

costs: CSV (also .csv.gz, and .parquet with pyarrow) with the column names of FOCUS 1.0 to 1.3, in any case.
  Needed are ChargePeriodStart and the cost; all else is optional and is kept. The month and day of a charge are those
  of its ChargePeriodStart in UTC. Each month and currency is allocated by itself.
tags: a project tag comes from the first of these that is filled:
  1. the column named by --tag-column
  2. a column Tag_KEY, tags.KEY, tags/KEY or KEY (KEY is the rulebook's tag, for example Tag_project)
  3. the JSON in the column Tags
out: one row per charge and team that carries part of it, in FOCUS 1.3. Metrics are split exactly; x_OriginRow is the
  row in the input (the header is row 1) and x_AllocatedRatio the exact part. Texts are not escaped against formulas:
  the file is for programs. Open it in a spreadsheet only as text.
"""


class Questions(NamedTuple):
    """What the user wants to know: the three settlements side by side, why a team or a row is what it is."""

    compare: bool
    team: str | None
    row: int | None  # the header is row 1


class Command(BaseCommand):
    help = "Allocate a file of costs by a rulebook in YAML. Needs no database and no settings."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.epilog = EPILOG
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("--rules", required=True, help="the rulebook, a YAML file")
        parser.add_argument("--costs", required=True, type=Path, help="the costs, a FOCUS file")
        parser.add_argument("--period", help="only this month, YYYY-MM; without it every month in the file")
        parser.add_argument("--basis", default="billed", help="billed (BilledCost) or effective (EffectiveCost)")
        parser.add_argument("--out", help="write allocated rows to this file (.gz is gzipped), or - for the terminal")
        parser.add_argument("--explain", metavar="TEAM", help="say why this team carries what it carries")
        parser.add_argument("--compare", action="store_true", help="show each team under the three settlements")
        parser.add_argument("--explain-row", metavar="N", type=int, help="say who carries row N; the header is row 1")
        parser.add_argument("--tag-column", metavar="NAME", help="the column that holds the project tag")

    def handle(self, *args: Any, rules: str, costs: Path, **options: Any) -> None:
        try:
            rulebook = rulebook_from_yaml(read(rules))
            asked = Questions(options["compare"], known_team(rulebook, options["explain"]), options["explain_row"])
            self.allocate(costs_of(costs, rulebook, options), Path(rules), options["out"], asked)
        except RulebookError as error:
            raise CommandError(refusal(rules, error)) from None
        except FocusError as error:
            raise CommandError(shown(str(error))) from None
        except BrokenPipeError:  # the reader of our output, for example head, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def allocate(self, costs: Costs, rules: Path, out: str | None, asked: Questions) -> None:
        """Writes the rows, then says what every team carries."""
        if out or asked.row is not None:
            refuse_streams(costs.path)
        months = allocate_file(costs)
        lines = [line for month in months.values() for line in (*summary(month, costs.basis), "")]
        lines += answers(costs, months, asked)
        if out == "-":
            write_allocated(costs, months, self.stdout)
        elif out:
            refuse_overwriting(Path(out), costs.path, rules)
            with whole_file(Path(out)) as file:
                lines.append(f"{write_allocated(costs, months, file)} rows in {out}")
        text = self.stderr if out == "-" else self.stdout
        text.write("\n".join(map(shown, lines)).rstrip(), style_func=str)


def answers(costs: Costs, months: dict[MonthKey, Month], asked: Questions) -> Iterator[str]:
    """The lines that answer the questions. Raises FocusError for a row that is not there."""
    if asked.compare:
        yield from (line for month in months.values() for line in (*comparison(month), ""))
    if asked.team:
        yield from (line for month in months.values() for line in (*explanation(month, asked.team), ""))
    if asked.row is not None:
        yield from (*row_explanation(costs, months, asked.row), "")


def costs_of(path: Path, rulebook: Rulebook, options: dict[str, Any]) -> Costs:
    """The costs that the options describe. Raises FocusError."""
    basis = options["basis"]
    if basis not in COSTS:
        raise FocusError(f"--basis is {basis!r}; write {' or '.join(COSTS)}.")
    month = None if options["period"] is None else month_of(options["period"])
    return Costs(path, rulebook, basis, month, options["tag_column"])


def known_team(rulebook: Rulebook, slug: str | None) -> str | None:
    """The slug. Raises FocusError with a suggestion when the rulebook has no such team."""
    slugs = [team.slug for team in rulebook.teams]
    if slug and slug not in slugs:
        raise FocusError(f"There is no team {slug}; {instead(slug, slugs)}")
    return slug
