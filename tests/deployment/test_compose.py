"""docker-compose.yml: well formed, consistent, and closed to strangers."""

import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from .compose import problems

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
PORTAL = ("web", "worker", "beat", "migrate")
SECRETS = ("SECRET_KEY", "DATABASE_PASSWORD", "REDIS_PASSWORD", "POSTGRES_PASSWORD")


@pytest.fixture
def compose() -> dict[str, Any]:
    return deepcopy(yaml.safe_load(FILE.read_text()))


def test_the_file_follows_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FILE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_every_name_leads_somewhere_and_no_door_is_open(compose: dict[str, Any]) -> None:
    assert problems(compose) == []


@pytest.mark.parametrize(
    ("service", "key", "value", "problem"),
    [
        ("web", "depends_on", ["postgress"], "web: waits for postgress, which is not there"),
        ("web", "ports", ["8000:8000"], "web: the port 8000:8000 is open to the network; begin it with 127.0.0.1:"),
        ("redis", "image", "redis", "redis: the image redis is not pinned to a version"),
        ("redis", "image", "redis:latest", "redis: the image redis:latest is not pinned to a version"),
        ("redis", "volumes", ["qeue:/data"], "redis: uses volume qeue, which is not defined"),
        ("beat", "networks", ["insight"], "beat: uses network insight, which is not defined"),
        ("postgres", "configs", [{"source": "roles"}], "postgres: uses config roles, which is not defined"),
    ],
)
def test_a_fault_is_found(compose: dict[str, Any], service: str, key: str, value: object, problem: str) -> None:
    compose["services"][service][key] = value
    assert problems(compose) == [problem]


def test_a_wait_for_a_service_without_a_health_check_is_found(compose: dict[str, Any]) -> None:
    del compose["services"]["redis"]["healthcheck"]
    assert "worker: waits for redis to be healthy, but redis has no health check" in problems(compose)


def test_a_wait_for_a_service_that_never_ends_is_found(compose: dict[str, Any]) -> None:
    compose["services"]["migrate"]["restart"] = "always"
    assert "web: waits for migrate to end, but migrate is started again and again" in problems(compose)


def test_everything_that_runs_on_is_watched_and_started_again(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name != "migrate":
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_has_no_default_and_its_absence_is_explained(secret: str) -> None:
    uses = re.findall(r"(?<!\$)\$\{" + secret + r"([^}]*)\}", FILE.read_text())
    assert any(use.startswith(":?Set ") for use in uses)
    assert all(use == "" or use.startswith(":?Set ") for use in uses), "a default would be known to strangers"


def test_the_portal_does_not_know_the_superusers_password(compose: dict[str, Any]) -> None:
    for name in PORTAL:
        assert "POSTGRES_PASSWORD" not in str(compose["services"][name]), name
        assert "postgres://portal:" in compose["services"][name]["environment"]["DATABASE_URL"]


def test_the_database_role_is_made_without_special_rights(compose: dict[str, Any]) -> None:
    script = compose["configs"]["portal_role"]["content"]
    assert "CREATE ROLE portal LOGIN" in script
    assert not re.search("SUPERUSER|BYPASSRLS|CREATEROLE|CREATEDB", script)


def test_the_demo_is_never_switched_on() -> None:
    assert "CHARGEBACK_DEMO" not in FILE.read_text()


def test_the_portal_runs_without_rights_on_a_system_it_cannot_write(compose: dict[str, Any]) -> None:
    for name in PORTAL:
        service = compose["services"][name]
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_database_and_queue_survive_a_new_container(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert "database:/var/lib/postgresql" in services["postgres"]["volumes"], "where version 18 keeps its data"
    assert "queue:/data" in services["redis"]["volumes"]
    assert services["redis"]["command"][1:3] == ["--appendonly", "yes"]


def test_only_the_web_server_can_be_reached_and_database_and_queue_have_no_way_out(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert [name for name, service in services.items() if service.get("ports")] == ["web"]
    assert compose["networks"]["inside"]["internal"]
    assert services["postgres"]["networks"] == services["redis"]["networks"] == ["inside"]


def test_safety_is_checked_before_the_database_is_changed(compose: dict[str, Any]) -> None:
    command = compose["services"]["migrate"]["command"][-1]
    assert command.index("check --deploy --database default") < command.index("migrate")
    for name in ("web", "worker", "beat"):
        wait = compose["services"][name]["depends_on"]["migrate"]
        assert wait == {"condition": "service_completed_successfully"}, name
