"""`python -m chargeback.quickstart`: what `make run` starts once the packages are there."""

import argparse
import signal
import sys
from pathlib import Path

from .privileges import die_with_parent
from .programs import ROOT
from .supervisor import Options, delete, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m chargeback.quickstart", description="The whole portal, here.")
    parser.add_argument("--port", type=int, default=8000, help="the first port to try (8000)")
    parser.add_argument("--strict-port", action="store_true", help="refuse to take another port than --port")
    parser.add_argument("--state", type=Path, default=ROOT / ".state", help="where everything is kept (.state)")
    parser.add_argument("--no-demo", action="store_true", help="an empty portal, without the demo company")
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this one dies")
    parser.add_argument("--forget", action="store_true", help="delete everything that is kept, and end")
    words = parser.parse_args()
    if words.with_parent:
        die_with_parent(signal.SIGTERM)
    options = Options(words.state.resolve(), words.port, words.strict_port, demo=not words.no_demo)
    return delete(options.folder) if words.forget else run(options)


if __name__ == "__main__":
    sys.exit(main())
