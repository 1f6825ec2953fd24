"""Which fault strikes which call: arranged by number, or by the calls that it can strike at all."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from .reply import Reply
from .talks import TALKS, Exchange, Fault, Struck
from .values import BAD_PAGES, HARMLESS
from .wire import CONNECTION, ERRORS

EVERY, LAST_PAGE = "every", "last-page"


def _reply_only(change: Any) -> Fault:
    """A fault that looks at the good reply alone; one that fails already is left as it is."""

    def strike(exchange: Exchange) -> Struck | None:
        changed = change(exchange.reply) if exchange.reply.status == 200 else None
        return None if changed is None else Struck(changed)

    return strike


FAULTS: Mapping[str, Fault] = {
    **{kind: _reply_only(change) for kind, change in {**CONNECTION, **ERRORS, **HARMLESS, **BAD_PAGES}.items()},
    **TALKS,
}


@dataclass(slots=True)
class Arranged:
    """A fault that waits for its calls.

    `on_call` N is the Nth call of all (of `operation`, where one is named); `nth` N is the Nth call that the fault can
    strike; "every" strikes each that it can, "last-page" each answer after which no page follows. `seconds` is how
    long slow faults take, `restatement` what `restated` changes. `could` and `did` count the calls it could have
    struck and those it struck.
    """

    kind: str
    on_call: int = 0
    nth: int | str = 0
    operation: str = ""
    seconds: float | None = None
    restatement: Mapping[str, Any] | None = None
    could: int = 0
    did: int = 0

    def strike(self, exchange: Exchange, number: int) -> Struck | None:
        """What happens to this call; `number` counts the calls of the fault's operation."""
        struck = FAULTS[self.kind](exchange) if self.operation in {"", exchange.operation} else None
        if struck is None:
            return None
        self.could += 1
        if not self._is_meant(exchange, number):
            return None
        self.did += 1
        return replace(struck, reply=self._timed(struck.reply))

    def _is_meant(self, exchange: Exchange, number: int) -> bool:
        if self.nth == EVERY:
            return True
        if self.nth == LAST_PAGE:
            return exchange.reply.status == 200 and not exchange.next_token
        return self.could == self.nth if self.nth else number == self.on_call

    def _timed(self, reply: Reply) -> Reply:
        if self.seconds is None:
            return reply
        given = {name: self.seconds for name in ("delay_seconds", "stall", "pace") if getattr(reply, name)}
        return replace(reply, **given)  # type: ignore[arg-type]

    def told(self) -> dict[str, Any]:
        return asdict(self)


def read_fault(value: Mapping[str, Any]) -> Arranged:
    """A fault as people write it in JSON. Raises ValueError with what to write instead."""
    kind, on_call, nth = value.get("kind"), value.get("on_call", 0), value.get("nth", 0)
    if kind not in FAULTS:
        raise ValueError(f"kind is one of {', '.join(FAULTS)}.")
    if not isinstance(on_call, int) or on_call < 0 or (on_call == 0) == (nth == 0):
        raise ValueError("on_call is the number of a call, counted from 1; or give nth.")
    if nth not in {EVERY, LAST_PAGE} and (not isinstance(nth, int) or nth < 0):
        raise ValueError(f"nth is a number, counted from 1, or {EVERY} or {LAST_PAGE}.")
    seconds = value.get("seconds")
    if seconds is not None and not isinstance(seconds, int | float):
        raise ValueError("seconds is a number.")
    return Arranged(str(kind), on_call, nth, str(value.get("operation", "")), seconds, value.get("restatement"))
