"""Runs every case and says how it ended."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from chargeback.demo.restating import read_restatement, restate
from chargeback.demo.simulator import MORE_EXPENSIVE

from . import special, tutorial
from .cases import KINDS, Case, cases_of
from .lab import CRASHED, REFUSED, RIGHT, WRONG, Lab, cloud, open_lab
from .table import Line, heading, summary

OURS = {RIGHT: "right", REFUSED: "refused with the old data kept", CRASHED: "crashed", WRONG: "silently wrong"}
THEIRS = {
    tutorial.RIGHT: "right",
    tutorial.FAILED: "failed",
    tutorial.ENDLESS: "endless",
    tutorial.WRONG: "silently wrong",
}
Say = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """How all cases ended."""

    lines: list[Line] = field(default_factory=list)

    @property
    def ours(self) -> list[str]:
        return [word for line in self.lines for word in line.ours.values()]

    @property
    def theirs(self) -> list[str]:
        return [word for line in self.lines for word in line.theirs.values()]

    @property
    def bad(self) -> bool:
        return bool({WRONG, CRASHED} & set(self.ours))

    def __str__(self) -> str:
        kinds = len(self.lines)
        sums = [summary("portal", self.ours, OURS), summary("tutorial", self.theirs, THEIRS)]
        return "\n".join([f"{kinds} kinds", *sums])


def everything(only: str, why: bool, say: Say) -> Report:
    """Every case of the kinds whose name contains `only`."""
    kinds = [kind for kind in KINDS if only in kind.name]
    lab = ready_lab()
    ours = lab.could_strike(kinds, lab.pull)
    client = tutorial.client_of(lab.server.url)
    theirs = lab.could_strike(kinds, lambda: tutorial.pull(client))
    report = Report()
    say(heading())
    for kind in kinds:
        line = Line(kind.name, ours[kind.name])
        for case in cases_of(kind, ours[kind.name]):
            line.ours[case.position] = ended(lab, case, why, say)
        for case in cases_of(kind, theirs[kind.name]):
            line.theirs[case.position] = control(lab, client, case)
        report.lines.append(line)
        say(str(line))
    report.lines.extend(special_lines(lab, only, say))
    return report


def ready_lab() -> Lab:
    """A lab whose first bill is stored."""
    lab = open_lab()
    os.environ.update(cloud(lab.server))
    lab.serve(lab.served)
    lab.pull()
    return lab


def ended(lab: Lab, case: Case, why: bool, say: Say) -> str:
    outcome = lab.attempt(case)
    if outcome.sentence and (why or outcome.word != REFUSED):
        say(f"  {case}: {outcome.word}: {outcome.sentence}")
    return outcome.word


def control(lab: Lab, client: object, case: Case) -> str:
    """The tutorial's loop under the same fault."""
    lab.serve(lab.served)
    lab.simulator.arrange([case.kind.arranged(case.nth)])
    accepted = [lab.served]
    if case.kind.fault == "restated":
        change = read_restatement(case.kind.more.get("restatement", MORE_EXPENSIVE))
        accepted.append(restate(lab.served, change))
    return tutorial.judged(client, accepted)


def special_lines(lab: Lab, only: str, say: Say) -> Iterator[Line]:
    for name in special.BILLS:
        if only in name:
            line = Line(name, 0, {"every": special.pulled(lab, name).word})
            say(str(line))
            yield line
