"""Makes `.venv` hold exactly one of the locked sets of packages. Standard library only; any Python 3 can start it.

Run by path (`python3 chargeback/quickstart/bootstrap.py quickstart`), as the package itself needs what this installs.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENVS = {"bench": ROOT / ".venv-bench"}  # sets that stay out of .venv
BOOT = ROOT / ".boot"  # uv, when the machine has none
# development holds everything quickstart holds, in the same versions: it may stand in for it, never the other way.
STAND_INS = {
    "quickstart": ("quickstart", "development"),
    "development": ("development",),
    "bench": ("bench",),
}
NO_PYTHON = "The portal needs Python 3.11 or newer. Install python3.11 (or 3.12, 3.13), then repeat."
NO_PIP = "This Python has no pip. Install pip (on Debian: apt install python3-pip) or uv, then repeat."
NO_UV = "uv could not be installed. Check the network or pip's settings (see above), then repeat."
NO_PACKAGES = "The packages could not be installed. Check the network (see above), then repeat: nothing is half done."


def main(arguments: list[str]) -> int:
    """Install the set that is named first; `uv WORDS...` runs uv itself. Returns the exit code."""
    BOOT.mkdir(exist_ok=True)
    with (BOOT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` and `make test` may start side by side
        if arguments[0] == "uv":
            return subprocess.run([uv(), *arguments[1:]], cwd=ROOT, env=uv_environment(), check=False).returncode
        install(arguments[0])
    return 0


def install(wanted: str) -> None:
    """After this the environment holds the wanted set. When it already does, this takes no network and no time."""
    venv = VENVS.get(wanted, VENV)
    python, note = str(venv / "bin" / "python"), venv / ".installed"  # which set, and the hash of its lock file
    usable = new_enough(python)
    stamp = note.read_text() if usable and note.exists() else ""
    if stamp in [stamp_of(name) for name in STAND_INS[wanted]]:
        return
    # What was installed for the tests stays installed when only the lock file moved on.
    name = "development" if stamp.startswith("development ") else wanted
    print(f"Installing the packages of requirements/{name}.txt into {venv.name} ...", flush=True)
    if not usable:
        shutil.rmtree(venv, ignore_errors=True)
        run_uv("venv", "--python", find_python(), str(venv))
    note.unlink(missing_ok=True)
    run_uv("pip", "sync", "--require-hashes", "--python", python, str(lock_file(name)))
    note.write_text(stamp_of(name))


def lock_file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def stamp_of(name: str) -> str:
    return f"{name} {hashlib.sha256(lock_file(name).read_bytes()).hexdigest()}"


def find_python() -> str:
    """The Python that runs this when it is new enough, else one that the machine has beside it."""
    for name in (sys.executable, "python3.13", "python3.12", "python3.11"):
        path = shutil.which(name)
        if path and new_enough(path):
            return path
    raise SystemExit(NO_PYTHON)


def new_enough(python: str) -> bool:
    # Asked, not read from the name: a version manager's stand-in has the name and then refuses to start.
    return succeeds(python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))")


def uv() -> str:
    """The path of a uv that starts: the machine's, else one of our own from the package index."""
    own = BOOT / "bin" / "uv"
    for path in (shutil.which("uv"), str(own)):
        if path and succeeds(path, "--version"):
            return path
    # --target needs neither a virtual environment nor the right to touch the system's packages (PEP 668).
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    command += ["--root-user-action=ignore", "--upgrade", "--target", str(BOOT), "uv"]
    if subprocess.run(command, env=pip_environment(), check=False).returncode:
        raise SystemExit(NO_UV)
    return str(own)


def pip_environment() -> dict[str, str]:
    """The environment in which `python -m pip` works: with pip itself, or the copy that Python carries for venvs."""
    if succeeds(sys.executable, "-m", "pip", "--version"):
        return dict(os.environ)
    try:
        import ensurepip  # Debian ships Python without it
    except ImportError:
        raise SystemExit(NO_PIP) from None
    wheel = next(Path(ensurepip.__path__[0], "_bundled").glob("pip-*.whl"), None)
    if not wheel:
        raise SystemExit(NO_PIP)
    return {**os.environ, "PYTHONPATH": str(wheel)}


def run_uv(*words: str) -> None:
    if subprocess.run([uv(), "--quiet", *words], cwd=ROOT, env=uv_environment(), check=False).returncode:
        raise SystemExit(NO_PACKAGES)


def uv_environment() -> dict[str, str]:
    """Downloads are kept inside the project. A mirror that pip is told to use is used by uv too."""
    choices = {
        "UV_CACHE_DIR": str(ROOT / ".cache" / "uv"),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_HTTP_TIMEOUT": "120",
        "UV_DEFAULT_INDEX": os.environ.get("PIP_INDEX_URL", ""),
    }
    return {**{name: choice for name, choice in choices.items() if choice}, **os.environ}


def succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 this is where it is found out
        newer = find_python()
        os.execv(newer, [newer, *sys.argv])  # noqa: S606
    sys.exit(main(sys.argv[1:]))
