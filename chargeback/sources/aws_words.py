"""Questions to Cost Explorer in words, so that a plan and its price can be read before anything is asked."""

from collections.abc import Iterable, Sequence

from .aws_dimensions import RECORD_TYPE, name_of
from .aws_queries import Query
from .batch import Step


def steps_of(queries: Sequence[Query]) -> tuple[Step, ...]:
    """Questions that differ only in the value they are asked for are one step."""
    steps: dict[str, list[Query]] = {}
    for query in queries:
        steps.setdefault(words_of(query), []).append(query)
    return tuple(Step(counted(words, alike), sum(query.requests for query in alike)) for words, alike in steps.items())


def counted(words: str, alike: Sequence[Query]) -> str:
    """The words, with what the questions go through when there is more than one."""
    if len(alike) == 1:
        return words
    turns = " and ".join(name_of(dimension) for dimension in gone_through(alike[0]))
    return f"{words}, one {turns or 'part'} at a time: {len(alike)} questions"


def gone_through(query: Query) -> list[str]:
    case = query.cases[0]
    return [name for name, values in case.only.items() if len(values) == 1 and name not in (*query.by, RECORD_TYPE)]


def words_of(query: Query) -> str:
    return f"{subject_of(query)} by {' and '.join(map(name_of, query.by))}"


def subject_of(query: Query) -> str:
    """What is asked for: one kind of charge, or several."""
    if RECORD_TYPE in query.by:
        return "Other charges"
    return ", ".join(unique(case.known[RECORD_TYPE] for case in query.cases))


def unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
