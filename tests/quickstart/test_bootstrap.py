"""What `.venv` holds after `make run` and `make test`, in any order. Real uv, tiny packages, no network."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .portal import ROOT

BOOTSTRAP = Path("chargeback", "quickstart", "bootstrap.py")
UV = shutil.which("uv") or (str(own) if (own := ROOT / ".boot" / "bin" / "uv").exists() else None)
pytestmark = pytest.mark.skipif(UV is None, reason="no uv here; `make test` brings one")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with two locked sets: one package to run, one more to develop."""
    project = tmp_path / "a checkout"
    (project / BOOTSTRAP.parent).mkdir(parents=True)
    (project / "requirements").mkdir()
    (project / ".boot" / "bin").mkdir(parents=True)
    (project / ".boot" / "bin" / "uv").symlink_to(str(UV))
    shutil.copy(ROOT / BOOTSTRAP, project / BOOTSTRAP)
    lock(project, "quickstart", "needed")
    lock(project, "development", "needed", "tested-with")
    return project


def lock(project: Path, name: str, *packages: str) -> None:
    lines = [
        f"{package} @ {wheel.as_uri()} --hash=sha256:{digest(wheel)}" for package, wheel in made(project, packages)
    ]
    (project / "requirements" / f"{name}.txt").write_text("\n".join(lines))


def made(project: Path, packages: tuple[str, ...]) -> list[tuple[str, Path]]:
    return [(package, make_wheel(project, package)) for package in packages]


def make_wheel(project: Path, package: str) -> Path:
    name = package.replace("-", "_")
    wheel = project / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        info = f"{name}-1.dist-info"
        archive.writestr(zipfile.ZipInfo(f"{info}/METADATA"), f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(zipfile.ZipInfo(f"{info}/WHEEL"), tags)
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "")
    return wheel


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def prepare(project: Path, name: str) -> str:
    """Prepare the set as make does; what was said."""
    done = subprocess.run([sys.executable, BOOTSTRAP, name], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def installed(project: Path, venv: str = ".venv") -> set[str]:
    return {folder.name.partition("-")[0] for folder in (project / venv).glob("lib/*/site-packages/*.dist-info")}


def test_each_set_holds_what_its_lock_names(project: Path) -> None:
    prepare(project, "quickstart")
    assert installed(project) == {"needed"}
    prepare(project, "development")
    assert installed(project) == {"needed", "tested_with"}


def test_what_is_there_is_not_installed_again(project: Path) -> None:
    assert "Installing" in prepare(project, "quickstart")
    assert prepare(project, "quickstart") == ""


def test_make_run_after_make_test_takes_nothing_away(project: Path) -> None:
    prepare(project, "development")
    assert prepare(project, "quickstart") == ""
    lock(project, "development", "needed", "tested-with", "new")
    prepare(project, "quickstart")
    assert installed(project) == {"needed", "tested_with", "new"}


def test_what_benchmarks_need_stays_out_of_the_way_of_everything_else(project: Path) -> None:
    lock(project, "bench", "needed", "competitor")
    prepare(project, "development")
    prepare(project, "bench")
    assert installed(project) == {"needed", "tested_with"}
    assert installed(project, ".venv-bench") == {"needed", "competitor"}
    assert prepare(project, "development") == ""


def test_a_package_that_is_not_the_locked_one_is_refused_with_a_sentence(project: Path) -> None:
    file = project / "requirements" / "quickstart.txt"
    file.write_text(file.read_text()[:-64] + "0" * 64)
    done = subprocess.run([sys.executable, BOOTSTRAP, "quickstart"], cwd=project, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("The packages could not be installed.")
    assert installed(project) == set()


def test_a_broken_environment_is_made_anew(project: Path) -> None:
    prepare(project, "quickstart")
    (project / ".venv" / "bin" / "python").unlink()
    prepare(project, "quickstart")
    assert (project / ".venv" / "bin" / "python").exists()
    assert installed(project) == {"needed"}


def test_nothing_is_kept_outside_the_checkout(project: Path) -> None:
    prepare(project, "quickstart")
    assert (project / ".cache" / "uv").is_dir()
