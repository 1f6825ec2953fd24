"""The whole portal on one machine, started in the order in which each part needs the one before.

PostgreSQL, Redis -> tables -> simulated Cost Explorer, worker, beat, web -> demo company; stopped the other way round.
"""

import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from . import programs, web
from .children import ChildFellError, Children
from .environment import portal_environment, write_for_shells
from .postgresql import NoServerError
from .servers import start_servers
from .state import InUseError, announce, claimed, forget
from .stopping import StopRequested, ignore_signals, stop_on_signals

PATIENCE = 180  # seconds; a busy machine takes long to import what a web server needs
LOGINS = """
  Log in with the password  chargeback-demo  as
    fay      finance: every team's costs, exports
    ada      admin: teams, owners, projects, rules
    alice    leads one team;  bob leads another
    vera     may look at Alice's team
    charlie  leads no team
"""


@dataclass(frozen=True)
class Options:
    folder: Path
    port: int
    strict_port: bool
    demo: bool


def run(options: Options) -> int:
    """Start everything and stay. Returns 0 when asked to stop, 1 when something failed, 3 when it runs already."""
    stop_on_signals()
    try:
        with claimed(options.folder) as sockets, web.listen(options.port, options.strict_port) as listening:
            _supervise(options, sockets, listening)
    except StopRequested:
        return 0
    except (InUseError, web.NoPortError, NoServerError, ChildFellError) as reason:
        print(reason, file=sys.stderr)
        return 3 if isinstance(reason, InUseError) else 1


def delete(folder: Path) -> int:
    """Forget everything a stack kept. Returns 0 when it is gone, 3 when the stack still runs."""
    try:
        with claimed(folder):
            Children(folder, say=print)
            forget(folder)
    except InUseError as reason:
        print(reason, file=sys.stderr)
        return 3
    return 0


def _supervise(options: Options, sockets: Path, listening: socket.socket) -> NoReturn:
    children = Children(options.folder, _stopwatch())
    try:
        _start(children, options, sockets, listening)
        while True:
            children.check()
            time.sleep(0.5)
    finally:
        ignore_signals()
        children.stop_all()


def _start(children: Children, options: Options, sockets: Path, listening: socket.socket) -> None:
    start_servers(children, os.environ, options.folder, sockets, durable=True)
    children.say("PostgreSQL and Redis answer")
    simulator = web.free_port() if options.demo else 0
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    folders = {"EXPORTS_DIR": str(options.folder.resolve() / "exports")}
    env = {"PORTAL_URL": address, **folders, **portal_environment(os.environ, sockets, simulator)}
    write_for_shells(env, options.folder)
    if options.demo:
        children.start(programs.simulator(env, simulator))
    children.run(programs.manage(env, "migrate", "--verbosity", "0", "--skip-checks"))
    children.say("The tables are up to date")
    children.start(programs.worker(env))
    children.start(programs.beat(env, options.folder))
    children.start(programs.web(env, listening.fileno()))
    if options.demo:
        children.wait_until(lambda: web.answers(f"http://127.0.0.1:{simulator}/calls"), PATIENCE, "The simulator")
    _open(children, options, f"http://127.0.0.1:{listening.getsockname()[1]}/", env)


def _open(children: Children, options: Options, url: str, env: programs.Environment) -> None:
    children.wait_until(lambda: web.answers(f"{url}livez"), PATIENCE, "The web server")
    announce(options.folder, url)
    children.healing = True
    children.say(f"The portal answers at {url}")
    if options.demo:
        children.run(programs.manage(env, "prepare_demo", "--skip-checks", shown=True))
        print(LOGINS)
    children.say(f"Ready: {url}  Ctrl-C stops everything and keeps its data in {options.folder}")


def _stopwatch() -> Callable[[str], None]:
    begin = time.monotonic()
    return lambda text: print(f"{time.monotonic() - begin:6.1f} s  {text}", flush=True)
