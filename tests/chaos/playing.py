"""Which round comes next, and what all rounds share."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from redis import Redis

from chargeback.costs.models import Source
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.simulator import Simulator

from .bills import TODAY, ledger
from .rounds import Chaos, hurt_redis, kill_postgres, kill_workers, restate_in_the_middle
from .stack import Stack
from .tally import Tally
from .watch import Watch

Blows = Callable[[Chaos, random.Random], None]
PAYERS = {"east": "111111111111", "west": "222222222222"}


@contextmanager
def open_chaos(stack: Stack, tally: Tally) -> Iterator[tuple[Chaos, Watch]]:
    """Two payers, a Cost Explorer for both, and somebody who watches the database."""
    for slug, account in PAYERS.items():
        Source.objects.create(slug=slug, name=slug, payer_account=account, request_budget=10**9)
    server = CostExplorerServer(Simulator(lambda _: ledger(1), lambda: TODAY))
    watch = Watch()
    try:
        yield Chaos(stack, server, Redis.from_url(settings.REDIS_URL), tally), watch
    finally:
        watch.stop()
        server.shutdown()
        server.server_close()


def rounds(tally: Tally, kills: int, redis: int, postgres: int) -> Iterator[tuple[Blows, str]]:
    """Rounds of each kind in turn, the rarer ones spread among the many in which workers are killed."""
    while True:
        behind = {
            "workers killed": tally.kills / kills if kills else 1,
            "Redis hurt": (tally.flushes + tally.redis_kills) / redis if redis else 1,
            "PostgreSQL killed": tally.postgres_kills / postgres if postgres else 1,
        }
        kind = min(behind, key=lambda name: behind[name])
        if behind[kind] >= 1:
            return
        yield KINDS[kind], kind
        if kind == "workers killed" and tally.rounds % 10 == 0:
            yield restate_in_the_middle, "a restatement in the middle"


KINDS: dict[str, Blows] = {
    "workers killed": kill_workers,
    "Redis hurt": hurt_redis,
    "PostgreSQL killed": kill_postgres,
}
