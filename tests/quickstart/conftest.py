"""A portal that runs whenever a test asks for it, whatever the test before has done to it."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from .portal import Portal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests come in random order, but the one that ends the portal comes last: the others need not start it again."""
    places = [place for place, item in enumerate(items) if item.path == Path(__file__).with_name("test_running.py")]
    ordered = sorted((items[place] for place in places), key=lambda item: item.get_closest_marker("last") is not None)
    for place, item in zip(places, ordered, strict=True):
        items[place] = item


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Longer than a socket's path may be, with a space and a letter beyond ASCII."""
    folder = tmp_path_factory.mktemp("portal") / "Kostenträger 2026" / ("a" * 90) / "state"
    folder.parent.mkdir(parents=True)
    return folder


@pytest.fixture(scope="package")
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture(scope="package")
def started(folder: Path, taken_port: int) -> Iterator[list[Portal]]:
    started: list[Portal] = []
    yield started
    if started and started[-1].runs():
        started[-1].press_ctrl_c()


@pytest.fixture
def portal(started: list[Portal], folder: Path, taken_port: int) -> Portal:
    if not started or not started[-1].runs():
        started.append(Portal(folder, "--port", str(taken_port)))
        started[-1].url()
    return started[-1]
