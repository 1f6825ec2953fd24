"""A share of `make faults`: every kind of fault once, and the tutorial's loop that fails under them."""

from collections import Counter
from collections.abc import Iterator

import pytest

from chargeback.demo.faults import FAULTS

from . import special, tutorial
from .cases import KINDS, Case, Kind, cases_of
from .lab import REFUSED, RIGHT, Lab, cloud, models_read_once, open_lab
from .run import control

# Whatever is broken, a puller can still bring the right bill when this strikes once.
PASSES = frozenset({"half-body", "cut-body", "empty-object", "reset", "throttle", "invalid-token", "slow", "exponent"})


@pytest.fixture
def lab(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    """A lab whose first bill is stored."""
    lab = open_lab()
    for name, value in cloud(lab.server).items():
        monkeypatch.setenv(name, value)
    with models_read_once():
        lab.serve(lab.served)
        lab.pull()
        yield lab
    lab.server.shutdown()
    lab.server.server_close()


def share(kinds: tuple[Kind, ...], counts: dict[str, int]) -> list[Case]:
    """One case of each kind; which position it is goes round."""
    found = [list(cases_of(kind, counts[kind.name])) for kind in kinds]
    return [cases[number % len(cases)] for number, cases in enumerate(found) if cases]


@pytest.mark.long
def test_every_kind_of_fault_ends_with_the_right_bill_or_with_the_old_one_untouched(lab: Lab) -> None:
    counts = lab.could_strike(KINDS, lab.pull)
    assert [name for name, could in counts.items() if not could] == ["missing-value"]  # a pull asks no list of values
    cases = share(KINDS, counts)
    ended = {str(case): lab.attempt(case) for case in cases}
    assert {name: outcome for name, outcome in ended.items() if outcome.word not in {RIGHT, REFUSED}} == {}
    assert all(outcome.sentence for outcome in ended.values() if outcome.word == REFUSED)
    assert {outcome.word for name, outcome in ended.items() if name.partition("@")[0] in PASSES} >= {RIGHT}
    assert len(cases) + 1 == len(KINDS) > len(FAULTS) > 60


@pytest.mark.parametrize("name", special.BILLS)
def test_a_bill_that_is_hard_as_a_whole_is_pulled_right(lab: Lab, name: str) -> None:
    assert special.pulled(lab, name).word == RIGHT


def test_what_strikes_once_and_passes_leaves_the_right_bill(lab: Lab) -> None:
    kinds = [kind for kind in KINDS if kind.name in PASSES]
    assert {kind.name: lab.attempt(Case(kind, "second", 2)).word for kind in kinds} == dict.fromkeys(PASSES, RIGHT)


def test_the_loop_of_a_tutorial_is_silently_wrong_under_the_same_faults(lab: Lab) -> None:
    client = tutorial.client_of(lab.server.url)
    kinds = [kind for kind in KINDS if kind.name in {"half-body", "lost-token", "missing-group", "nan", "error-500"}]
    ended = Counter(control(lab, client, Case(kind, "second", 2)) for kind in kinds)
    assert ended == {tutorial.WRONG: 4, tutorial.RIGHT: 1}
