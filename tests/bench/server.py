"""What a PostgreSQL server on this machine uses: processor time of all its processes, memory of one backend."""

from collections.abc import Callable
from pathlib import Path

import psutil


def used_by_server(backend: int) -> Callable[[], tuple[float, int]]:
    """A function that says what the server of this backend has used so far, as Way.elsewhere wants it."""
    postmaster = psutil.Process(backend).parent()
    if postmaster is None:
        raise RuntimeError("The server is not on this machine; what it uses cannot be measured.")

    def used() -> tuple[float, int]:
        own = postmaster.cpu_times()
        ended = own.children_user + own.children_system  # parallel workers that have finished
        return own.user + own.system + ended + sum(map(seconds, postmaster.children())), peak(backend)

    return used


def seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:  # counted with the postmaster's ended children the next time
        return 0.0
    return float(times.user + times.system)


def peak(process: int) -> int:
    """The most memory of its own that a process has held at once, in bytes.

    Without the server's shared buffers: they are of one size whoever uses them, and a process counts what it touched.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    most, shared = (int(status.partition(f"{name}:")[2].split()[0]) for name in ("VmHWM", "RssShmem"))
    return (most - shared) * 1024
