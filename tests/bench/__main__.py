"""`make bench`, or `python -m tests.bench [NAME ...]`: times the portal beside its competitors, on this machine.

A benchmark is a module of this package with `lines(options)`, named in BENCHMARKS.
"""

import argparse
from importlib import import_module

import tests.stack  # noqa: F401 starts PostgreSQL and Redis, which end with this process

from .options import Options

BENCHMARKS = ("engine", "month", "pulls", "prices", "exports", "web")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description="Times the portal beside its competitors.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)} (all)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each way is run (5)")
    parser.add_argument("--records", type=int, nargs="+", help="sizes in records (those of the benchmark)")
    words = parser.parse_args()
    unknown = sorted(set(words.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; write {', '.join(BENCHMARKS)}")
    options = Options(words.rounds, tuple(words.records or ()))
    for name in words.names or BENCHMARKS:
        for line in import_module(f"tests.bench.{name}").lines(options):
            print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
