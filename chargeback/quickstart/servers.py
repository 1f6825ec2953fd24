"""PostgreSQL and Redis of this machine, each unless the environment names one of the user's own."""

from collections.abc import Mapping
from pathlib import Path

from .children import Children
from .postgresql import start_postgresql
from .redis_server import start_redis


def start_servers(children: Children, outside: Mapping[str, str], folder: Path, sockets: Path, durable: bool) -> None:
    """After this both answer behind `sockets`. Not durable is quicker, and lost when the machine fails: for tests."""
    if "DATABASE_URL" not in outside:
        start_postgresql(children, folder, sockets, durable)
    if "REDIS_URL" not in outside:
        start_redis(children, folder, sockets, durable)
