"""Dockerfile and .dockerignore: what goes into the image and who runs it."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
FINAL_STAGE = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def test_every_stage_begins_with_a_pinned_image() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(images) == 2
    assert all(re.fullmatch(r"python:3\.13-slim-[a-z]+", image) for image in images)


def test_the_image_runs_as_an_unprivileged_user() -> None:
    [user] = re.findall(r"^USER (\S+)", FINAL_STAGE, re.MULTILINE)
    assert user == "10001:10001"
    assert FINAL_STAGE.index("COPY --from=build /app") < FINAL_STAGE.index("USER"), "its files belong to root"


def test_only_packages_with_known_hashes_are_installed() -> None:
    assert re.search(r"pip install --require-hashes --only-binary=:all: -r", DOCKERFILE)
    requirements = (ROOT / "requirements" / "production.txt").read_text().replace("\\\n", " ")
    packages = [line for line in requirements.splitlines() if re.match(r"[a-z]", line)]
    assert packages
    assert all("--hash=sha256:" in line for line in packages)


def test_nothing_of_the_demo_or_a_secret_stays_in_the_final_image() -> None:
    assert "CHARGEBACK_DEMO" not in FINAL_STAGE
    assert not re.search(r"^(ARG|ENV).*(SECRET|PASSWORD|KEY)", DOCKERFILE, re.MULTILINE)


def test_the_build_sees_only_what_the_image_runs() -> None:
    first, *others = [
        line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert first == "*"
    allowed = [line[1:] for line in others if line.startswith("!")]
    assert allowed == ["manage.py", "allocation", "chargeback", "static", "templates", "requirements/production.txt"]
    assert all((ROOT / path).exists() for path in allowed)


def test_gunicorn_understands_its_arguments() -> None:
    command = yaml.safe_load(FINAL_STAGE[FINAL_STAGE.index("CMD [") + 4 :])
    assert command[0] == "gunicorn"
    code = "import sys; from gunicorn.app.wsgiapp import WSGIApplication; print(WSGIApplication().cfg.worker_tmp_dir)"
    parsed = subprocess.run([sys.executable, "-c", code, *command[1:]], capture_output=True, text=True, check=False)
    assert parsed.stdout.strip() == "/dev/shm", parsed.stderr
