"""Rows -> a CSV file for programs, there as a whole or not at all. Texts are written as they are."""

import csv
import gzip
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from .refusals import FocusError


class Text(Protocol):
    def write(self, text: str, /) -> object: ...


def write_rows(file: Text, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Writes header and rows as CSV and returns the number of rows."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 counted
        writer.writerow(row)
    return count


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A file to write into, gzipped when its name ends with .gz. It takes the place of `path` when all went well.

    Until then, and when anything fails, whatever was there stays. Raises FocusError when it cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():  # a device or pipe cannot be replaced
            with opened(target, path) as file:
                yield file
            return
        unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            with opened(unfinished, path) as file:
                yield file
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FocusError(f"Cannot write {path}: {error.strerror or error}.") from None


def opened(path: Path, named: Path) -> IO[str]:
    open_text = gzip.open if named.suffix == ".gz" else open
    return open_text(path, "wt", encoding="utf-8", newline="")
