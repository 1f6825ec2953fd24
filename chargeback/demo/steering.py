"""What a person or a test can tell a running simulator: over HTTP, or in a script at its start."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .keys import read_key, read_role
from .restating import read_restatement
from .simulator import Simulator

Json = Any


def arrange_faults(simulator: Simulator, value: Json) -> Json:
    faults = _listed(value)
    simulator.arrange(faults)
    return {"arranged": len(faults)}


def name_keys(simulator: Simulator, value: Json) -> Json:
    """Replaces what is known of the named access keys."""
    simulator.keys.known |= {name: read_key(key) for name, key in _named(value)}
    return {"keys": len(value)}


def name_roles(simulator: Simulator, value: Json) -> Json:
    """Replaces what is known of the named roles. As soon as there is one, others cannot be assumed."""
    simulator.keys.roles |= {arn: read_role(role) for arn, role in _named(value)}
    return {"roles": len(value)}


def restate(simulator: Simulator, value: Json) -> Json:
    changes = [read_restatement(each) for each in _listed(value)]
    for change in changes:
        simulator.restate(change)
    return {"restated": len(changes)}


def expire(simulator: Simulator, value: Json) -> Json:
    """Ends the named keys, or every assumed one."""
    return {"expired": simulator.keys.expire(frozenset(map(str, value or ())))}


def forget_calls(simulator: Simulator, _: Json) -> Json:
    simulator.forget_calls()
    return simulator.call_log()


def forget_faults(simulator: Simulator, _: Json) -> Json:
    simulator.faults.forget()
    return simulator.faults.told()


ROUTES: Mapping[tuple[str, str], Callable[[Simulator, Json], Json]] = {
    ("GET", "/calls"): lambda simulator, _: simulator.call_log(),
    ("DELETE", "/calls"): forget_calls,
    ("GET", "/faults"): lambda simulator, _: simulator.faults.told(),
    ("POST", "/faults"): arrange_faults,
    ("DELETE", "/faults"): forget_faults,
    ("POST", "/keys"): name_keys,
    ("POST", "/roles"): name_roles,
    ("POST", "/expire"): expire,
    ("POST", "/restatements"): restate,
}
SCRIPT = ("keys", "roles", "faults", "restatements")


def play(simulator: Simulator, script: Json) -> None:
    """Tells the simulator everything in a script: an object with keys, roles, faults, restatements.

    Raises ValueError with what to write instead.
    """
    for name, value in _named(script):
        if name not in SCRIPT:
            raise ValueError(f"{name!r} is none of {', '.join(SCRIPT)}.")
        ROUTES["POST", f"/{name}"](simulator, value)


def _listed(value: Json) -> list[Mapping[str, Any]]:
    """One object or a list of them, as a list."""
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(each, dict) for each in found):
        raise ValueError("Write an object or a list of objects.")
    return found


def _named(value: Json) -> Iterable[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise ValueError("Write an object.")
    return value.items()
