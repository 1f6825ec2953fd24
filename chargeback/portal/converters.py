"""What a month, a moment and a file kind look like in a URL; anything else is no page."""

import datetime as dt
import re

from chargeback.clock import parse_month


class Month:
    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return parse_month(value)

    def to_url(self, value: dt.date) -> str:
        return f"{value:%Y-%m}"


class FileKind:
    regex = "xlsx|csv"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TeamSlug(FileKind):
    regex = r"[A-Za-z0-9][A-Za-z0-9._-]*"

    @classmethod
    def matches(cls, text: str) -> bool:
        return re.fullmatch(cls.regex, text) is not None


class Explained(FileKind):
    """What is explained: all that is carried, own cost or shares of pools."""

    regex = "total|direct|shared"


class Moment:
    """A moment as microseconds since 1970: exact, as PostgreSQL keeps it. The longest number is in the year 2999."""

    regex = r"[0-9]{1,17}"
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def to_python(self, value: str) -> dt.datetime:
        if not 0 <= int(value) < 32_000_000_000_000_000:
            raise ValueError(value)
        return self.epoch + dt.timedelta(microseconds=int(value))

    def to_url(self, value: dt.datetime) -> str:
        return str((value - self.epoch) // dt.timedelta(microseconds=1))


class DraftAction(FileKind):
    regex = "preview|take-over|approve|publish|discard"


class ThingKind(FileKind):
    """Kinds of things that have a history; see allocation.history.events."""

    regex = "rule|project|team|owner|pool|driver|options"


class ViewAction(FileKind):
    """What can be done with a saved view of Explore."""

    regex = "rename|update|delete|default|no-default"


class CloseAction(FileKind):
    """What can be done with a month on its closing page."""

    regex = "send|take-back|review|override|issue|limit|ask-to-reopen|reopen|decline"
