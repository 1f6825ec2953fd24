"""What the portal's processes find in their environment when everything runs on this machine."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

# Names that would send a process to somebody's real account or broker instead of the ones beside it.
FOREIGN = ("AWS_", "DJANGO_", "CELERY_")


def portal_environment(outside: Mapping[str, str], sockets: Path, simulator: int) -> dict[str, str]:
    """The outside environment, with the servers behind `sockets` and the cloud simulated at a port (0: none).

    DATABASE_URL and REDIS_URL from outside win.
    """
    foreign = FOREIGN if "DATABASE_URL" in outside else (*FOREIGN, "PG")
    kept = {name: value for name, value in outside.items() if not name.startswith(foreign)}
    direct = ",".join(filter(None, [outside.get("NO_PROXY") or outside.get("no_proxy"), "127.0.0.1", "localhost"]))
    return {
        "DATABASE_URL": f"postgres://portal@/portal?host={quote(str(sockets))}",
        "REDIS_URL": f"unix://{quote(str(sockets))}/redis.sock?db=0",
        "EMAIL_URL": "consolemail://",  # mails are written into the worker's log
        **kept,
        **demo_cloud(simulator),
        "CHARGEBACK_DEMO": "1",
        "CELERY_SKIP_CHECKS": "1",  # they judge real installations, and take seconds
        "DJANGO_SETTINGS_MODULE": "chargeback.settings",
        "PYTHONUNBUFFERED": "1",
        "NO_PROXY": direct,  # a company's proxy knows nothing of this machine
        "no_proxy": direct,
    }


def demo_cloud(simulator: int) -> dict[str, str]:
    """What boto3 reads: keys that open nothing, and no file of the user's."""
    names = ("AWS_ENDPOINT_URL_COST_EXPLORER", "AWS_ENDPOINT_URL_STS") if simulator else ()
    endpoint = dict.fromkeys(names, f"http://127.0.0.1:{simulator}")
    return {
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
        "COST_EXPLORER_RATE": "0",  # the simulator needs no protection
        **endpoint,
    }


def write_for_shells(env: Mapping[str, str], folder: Path) -> None:
    """Write `env` in the folder: `. .state/env` in another terminal makes manage.py speak to this portal."""
    own = {name: value for name, value in env.items() if os.environ.get(name) != value}
    (folder / "env").write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in own.items()))
