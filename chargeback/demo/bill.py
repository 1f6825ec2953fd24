"""A ledger as Cost Explorer shows it on one day, with the answers that clients are paging through."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from .errors import BAD_TOKEN, CostExplorerError
from .grouping import Answer, is_estimated
from .ledger import Ledger
from .limits import ORDINARY, Limits
from .paging import Piece, pages
from .protocol import Query
from .series import View
from .tag_book import TagBook, TagState

ANSWERS_KEPT = 16


@dataclass(slots=True)
class Bill:
    """What the operations answer from. `reopened` months are estimated again though they were final."""

    ledger: Ledger
    today: dt.date
    clock: Callable[[], dt.datetime]
    page_size: int = 400
    limits: Limits = ORDINARY
    tag_book: TagBook = field(default_factory=TagBook)
    reopened: frozenset[dt.date] = frozenset()
    tags: dict[str, TagState] = field(init=False)
    made: dt.datetime = field(init=False)
    answers: dict[Query, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.page_size < 1:
            raise ValueError("A page holds at least one group; give a page size of 1 or more.")
        self.made = self.clock()
        self.tags = self.tag_book.states(self.ledger.tag_keys, self.ledger.inactive_tags, self.made)

    @property
    def is_outdated(self) -> bool:
        """True when a backfill has ended since the bill was made."""
        return self.tag_book.has_ended(self.made, self.clock())

    def answer(self, query: Query) -> Answer:
        """The answer to the query; for a query asked lately the one that was given then."""
        if query not in self.answers:
            for oldest in list(self.answers)[: -ANSWERS_KEPT + 1]:
                self.answers.pop(oldest, None)
            self.answers[query] = Answer(self.ledger, query, self.view_on, self.is_estimated)
        return self.answers[query]

    def page(self, query: Query, number: int) -> tuple[list[Piece], bool]:
        """Page `number` of the answer, counted from 0, and whether another follows. Raises CostExplorerError."""
        sizes = map(len, self.answer(query).periods()) if query.group_by else (0 for _ in query.periods)
        found = list(islice(pages(sizes, self.page_size), number, number + 2))
        if not found:
            raise CostExplorerError(*BAD_TOKEN)
        return found[0], len(found) > 1

    def view_on(self, day: dt.date) -> View:
        """The series as they show on a day: without the tags that were not active then."""
        hidden = {key for key, tag in self.tags.items() if tag.visible_from is None or day < tag.visible_from}
        return self.ledger.table.view(frozenset(hidden))

    def is_estimated(self, day: dt.date) -> bool:
        return is_estimated(day, self.today) or day.replace(day=1) in self.reopened
