"""The files that can be made in the background, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of export: its name, whether it is of one team, its files, and the page that shows the same figures."""

    name: str
    is_of_team: bool
    files: tuple[str, ...]
    page: str


KINDS = {
    "lines": Kind("Lines", True, ("xlsx", "csv"), "lines"),
    "all-lines": Kind("Lines of all teams", False, ("xlsx", "csv"), "all-lines"),
    "statement": Kind("Statement", True, ("xlsx", "csv"), "statement"),
    "overview": Kind("Overview", False, ("xlsx", "csv"), "overview"),
    "unallocated": Kind("Unallocated", False, ("csv",), "unallocated"),
    "statements": Kind("All statements", False, ("zip",), "close"),
}
FILES = {"xlsx": "Excel", "csv": "CSV", "zip": "Zip"}
