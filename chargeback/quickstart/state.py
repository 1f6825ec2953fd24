"""The folder that holds everything one stack keeps, and the promise that one stack at a time uses it."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST = 60  # a socket's path may have 107 bytes on Linux and 103 on macOS; the rest is for the names inside


class InUseError(Exception):
    """Another stack, or another user, has the folder; the text says where it runs."""


@contextmanager
def claimed(folder: Path) -> Iterator[Path]:
    """Own the folder and a new private folder for sockets, whose path is short. Raises InUseError."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise InUseError(f"{folder} belongs to another user. Start as that user, or choose another folder: --state DIR")
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUseError(running(folder)) from None
        sockets = new_sockets(folder)
        try:
            yield sockets
        finally:
            for name in ("running.json", "env"):
                (folder / name).unlink(missing_ok=True)
            shutil.rmtree(sockets, ignore_errors=True)


def forget(folder: Path) -> None:
    """Delete the folder and, where PostgreSQL's data had to be kept elsewhere, that too."""
    shutil.rmtree((folder / "elsewhere").resolve(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def announce(folder: Path, url: str) -> None:
    """Tell a second start where this one answers."""
    (folder / "running.json").write_text(json.dumps({"url": url, "pid": os.getpid()}))


def running(folder: Path) -> str:
    """One sentence that says where the stack of the folder runs."""
    try:
        known = json.loads((folder / "running.json").read_text())
        return f"The portal already runs: {known['url']} (process {known['pid']}). Stop it there with Ctrl-C."
    except (OSError, ValueError):
        return "The portal is being started or stopped by another process. Try again in a few seconds."


def new_sockets(folder: Path) -> Path:
    """A private folder with a short path. One that an earlier start, ended by force, left behind is removed."""
    memory = folder / "sockets"
    if memory.is_symlink():
        shutil.rmtree(memory.readlink(), ignore_errors=True)
        memory.unlink()
    sockets = Path(tempfile.mkdtemp(prefix="chargeback-", dir=short_folder()))
    memory.symlink_to(sockets)
    return sockets


def short_folder() -> str:
    """The user's own folder for such things if there is one, else /tmp. Never root's: PostgreSQL could not enter it."""
    own = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp")  # noqa: S108 the folder made in it is private
    ours = own.is_dir() and own.stat().st_uid == os.geteuid() != 0 and os.access(own, os.W_OK)
    return str(own) if ours and len(str(own)) < LONGEST else "/tmp"  # noqa: S108
