"""The folder of files that were made in the background. A file in it is whole or not there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

PART = ".part"


def folder() -> Path:
    """The folder; nobody but the portal's own user may look into it."""
    path = Path(settings.EXPORTS_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@contextmanager
def written(name: str) -> Iterator[IO[bytes]]:
    """A file to be written. It gets its name when the block has ended well, at once and whole; else nothing is left.

    What a killed worker left of an earlier attempt is removed.
    """
    for left in folder().glob(f"{name}.*{PART}"):
        left.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder(), prefix=f"{name}.", suffix=PART, delete=False) as file:
        part = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.replace(folder() / name)
        finally:
            part.unlink(missing_ok=True)


def path_of(name: str) -> Path | None:
    """Where the file lies; None when it is not there, for example because this machine shares no folder with the
    worker's."""
    path = folder() / Path(name).name
    return path if path.is_file() else None


def remove(name: str) -> None:
    """The file is not there any more."""
    (folder() / Path(name).name).unlink(missing_ok=True)


def older_than(seconds_of_epoch: float) -> list[str]:
    """The names of all files that were last written before that moment, halves included."""
    return [path.name for path in folder().iterdir() if path.is_file() and path.stat().st_mtime < seconds_of_epoch]
