"""What a month and a file kind look like in a URL; anything else is no page."""

import datetime as dt

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


class Explained(FileKind):
    """What is explained: all that is carried, own cost or shares of pools."""

    regex = "total|direct|shared"
