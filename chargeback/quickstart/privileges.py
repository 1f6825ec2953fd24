"""How a server that refuses to run as root is run by root: nothing is added to the machine.

First choice is a user namespace in which root is seen as nobody: files stay root's, no mode or owner changes.
Where the kernel refuses that (Docker's default), the server really becomes nobody, with files where nobody may go.
"""

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from pathlib import Path

Drop = Callable[[], None]  # called in the child, before the program starts
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


def nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def stay() -> None:
    """Run as whoever started us."""


def enter_user_namespace() -> None:
    """Keep the kernel's user, be seen as nobody. Raises OSError where that is not allowed."""
    user, group, shown = os.geteuid(), os.getegid(), nobody()
    if LIBC.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{shown.pw_gid} {group} 1")
    Path("/proc/self/uid_map").write_text(f"{shown.pw_uid} {user} 1")


def become_nobody() -> None:
    """Give up root for good."""
    user = nobody()
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def may_enter(drop: Drop, *folders: Path) -> bool:
    """Whether a process that called `drop` reaches what is in all the folders. Tried in a process, not guessed."""
    child = os.fork()
    if child == 0:
        try:
            drop()
            os._exit(0 if all(os.access(folder, os.X_OK) for folder in folders) else 1)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def die_with_parent(signal_number: int) -> None:
    """Ask the kernel to send us the signal when the parent dies, even by kill -9. Linux only; call it after `drop`.

    Changing the user clears this setting, so it must come last.
    """
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
