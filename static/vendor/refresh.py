"""Fetches the pinned browser libraries with npm into static/vendor/<name>-<version>/, each with its licence.

To change a version: edit it here, run `make vendor`, then change the path in the templates that load it.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parent
LIBRARIES = {
    ("bootstrap", "5.3.9"): ["dist/css/bootstrap.min.css", "LICENSE"],
    ("htmx.org", "2.0.11"): ["dist/htmx.min.js", "LICENSE"],
    ("echarts", "6.1.0"): ["dist/echarts.common.min.js", "dist/echarts.min.js", "LICENSE", "NOTICE"],
}


def fetch(name: str, version: str, folder: Path) -> Path:
    """The npm package's tarball in `folder`. npm checks its integrity."""
    command = ["npm", "pack", "--silent", f"{name}@{version}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603 a fixed list
    return folder / done.stdout.strip().splitlines()[-1]


def unpack(archive: Path, files: list[str], target: Path) -> None:
    """`target` holds exactly `files` of the package when this returns."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    with tarfile.open(archive) as package:
        for file in files:
            content = package.extractfile(f"package/{file}")
            if content is None:
                raise SystemExit(f"{archive.name} has no file {file}.")
            (target / Path(file).name).write_bytes(without_source_map(content.read()))


def without_source_map(content: bytes) -> bytes:
    """Browsers and the manifest storage would ask for the map, which is not kept here."""
    lines = [line for line in content.splitlines() if b"# sourceMappingURL=" not in line]
    return b"\n".join(lines) + b"\n"


def refresh() -> None:
    if shutil.which("npm") is None:
        raise SystemExit("npm is not installed; it is needed to fetch the browser libraries, not to run the portal.")
    for (name, version), files in LIBRARIES.items():
        target = VENDOR / f"{name}-{version}"
        with tempfile.TemporaryDirectory() as folder:
            unpack(fetch(name, version, Path(folder)), files, target)
        sys.stdout.write(f"{target.name}: {', '.join(files)}\n")


if __name__ == "__main__":
    refresh()
