"""What the compose schema cannot see: names that lead nowhere, waits that never end, doors left open."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

NAMED = ("volumes", "networks", "secrets", "configs")
PATH_OR_VARIABLE = re.compile(r"[./~$]")
LOOPBACK = re.compile(r"127\.0\.0\.1:")
PINNED = re.compile(r":[A-Za-z0-9_.-]+$|@sha256:[0-9a-f]{64}$")


def problems(compose: Mapping[str, Any]) -> list[str]:
    """One sentence for every fault, each beginning with the service's name."""
    services = compose["services"]
    return [
        f"{name}: {problem}"
        for name, service in services.items()
        for check in (image_problems, port_problems)
        for problem in check(service)
    ] + [
        f"{name}: {problem}"
        for name, service in services.items()
        for problem in (*wait_problems(service, services), *name_problems(service, compose))
    ]


def image_problems(service: Mapping[str, Any]) -> Iterator[str]:
    image = service.get("image", "")
    if not image and "build" not in service:
        yield "has neither image nor build"
    if image and (not PINNED.search(image) or image.endswith(":latest")):
        yield f"the image {image} is not pinned to a version"


def port_problems(service: Mapping[str, Any]) -> Iterator[str]:
    for port in service.get("ports", []):
        address = port.get("host_ip", "") + ":" if isinstance(port, dict) else str(port)
        if not LOOPBACK.match(address):
            yield f"the port {port} is open to the network; begin it with 127.0.0.1:"


def wait_problems(service: Mapping[str, Any], services: Mapping[str, Any]) -> Iterator[str]:
    waits = service.get("depends_on", {})
    conditions = waits if isinstance(waits, dict) else {name: {} for name in waits}
    for other, wait in conditions.items():
        if other not in services:
            yield f"waits for {other}, which is not there"
        elif wait.get("condition") == "service_healthy" and "healthcheck" not in services[other]:
            yield f"waits for {other} to be healthy, but {other} has no health check"
        elif wait.get("condition") == "service_completed_successfully" and services[other].get("restart") != "no":
            yield f"waits for {other} to end, but {other} is started again and again"


def name_problems(service: Mapping[str, Any], compose: Mapping[str, Any]) -> Iterator[str]:
    for kind in NAMED:
        for used in service.get(kind, []):
            name = used.get("source", "") if isinstance(used, dict) else str(used).split(":")[0]
            if name and not PATH_OR_VARIABLE.match(name) and name not in compose.get(kind, {}):
                yield f"uses {kind[:-1]} {name}, which is not defined"
