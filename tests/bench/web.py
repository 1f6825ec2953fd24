"""Pages under load, as they are shipped: gunicorn with two workers, PostgreSQL, Redis, a company of 200 teams.

`make bench-web`, or ARGS="--records 100000 1000000 10000000"; each size has servers and a company of its own.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

from .options import Options

SIZES = (100_000, 1_000_000)


def lines(options: Options) -> Iterator[str]:
    """A table for each size. What serves one size is gone before the next."""
    env = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    for records in options.records or SIZES:
        command = [sys.executable, "-m", "tests.bench.web_size", str(records), str(options.rounds)]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as size:
            yield from (line.rstrip("\n") for line in size.stdout or ())
        if size.returncode:
            raise RuntimeError(f"{records:,} records: the portal did not answer; see above.")
