"""One round: the bill is restated, pulls fall due, something is killed; all pulls must end, and end right."""

import datetime as dt
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connection
from redis import Redis, RedisError

from chargeback.costs.models import DailyControl, Pull, Source
from chargeback.costs.schedule import queue_due_pulls
from chargeback.costs.tasks import queue_pull
from chargeback.demo.server import CostExplorerServer
from chargeback.demo.simulator import Options, Simulator
from chargeback.jobs import queue
from chargeback.jobs.models import Job

from .bills import PAGE_SIZE, TODAY, ledger, version_of
from .stack import Stack
from .tally import Tally

DAY = dt.timedelta(days=1)
LATENCY = 0.08  # seconds before each answer, so that there is a middle of a pull
PATIENCE = 400  # seconds; whoever waits longer has been lost
BEATS = 4
DAYS = 140  # after so many rounds the days of the rounds come again


@dataclass(slots=True)
class Chaos:
    """Everything that a round needs."""

    stack: Stack
    server: CostExplorerServer
    redis: Redis
    tally: Tally
    version: int = 0

    def restate(self) -> None:
        """From now on another version of the bill, whole."""
        self.version += 1
        self.tally.restatements += 1
        found = ledger(self.version)
        self.server.simulator = Simulator(lambda _: found, lambda: TODAY, Options(PAGE_SIZE, latency=LATENCY))

    def play(self, blows: Callable[["Chaos", random.Random], None], kind: str) -> None:
        """A round with those blows."""
        self.tally.rounds += 1
        chance = random.Random(f"{self.tally.seed} {self.tally.rounds}")
        self.restate()
        told_before = self.version
        due = self.due_pulls(chance)
        blows(self, chance)
        since = time.monotonic()
        self.tally.timed(kind, self.wait_for(due) - since)
        self.count(due, told_before)

    def due_pulls(self, chance: random.Random) -> list[int]:
        """The ids of the round's jobs: the daily pulls of a day of its own, and one that a person asked for."""
        today = TODAY - self.tally.rounds % DAYS * DAY
        now = dt.datetime.combine(today, dt.time(12), dt.UTC)
        before = set(Job.objects.values_list("pk", flat=True))

        def beat(_: int) -> None:
            try:
                queue_due_pulls(now, today)
            finally:
                connection.close()

        with ThreadPoolExecutor(BEATS) as beats:
            list(beats.map(beat, range(BEATS)))
        for source in Source.objects.all():
            start = today - chance.randint(1, 20) * DAY
            queue_pull(source, start, today + DAY, None, dt.datetime.now(dt.UTC), then_run=False)
        jobs = Job.objects.filter(kind="pull").exclude(pk__in=before)
        slots = list(jobs.values_list("slot", flat=True))
        self.tally.doubled += len(slots) - len(set(slots))
        return list(jobs.values_list("pk", flat=True))

    def wait_for(self, due: list[int]) -> float:
        """The moment at which the last of the jobs ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.stack.heal()
            try:
                if not self.still_open(due):
                    return time.monotonic()
            except (DatabaseError, InterfaceError):
                connection.close()
            time.sleep(0.2)
        self.tally.lost += len(self.still_open(due))
        return time.monotonic()

    def still_open(self, due: list[int]) -> list[Job]:
        """Jobs that have not ended. One that was given up after three stops is tried again, as a person would."""
        for job in Job.objects.filter(pk__in=due, state=Job.State.FAILED):
            self.tally.given_up += 1
            self.tally.notes.append(f"round {self.tally.rounds}: {job.slot}: {job.error}")
            queue.retry(job, dt.datetime.now(dt.UTC))
        return [job for job in Job.objects.filter(pk__in=due) if job.is_open]

    def count(self, due: list[int], version: int) -> None:
        """Every due pull has happened, and brought this version of the bill or one that was told after it."""
        self.tally.pulls += len(due)
        self.tally.stale += sum(self.stale_days(job, version) for job in Job.objects.filter(pk__in=due))
        for job in due:
            ended_well = Pull.objects.filter(job=job).exclude(state__in=["running", "refused"]).count()
            self.tally.lost += ended_well == 0
            self.tally.repeated += max(0, ended_well - 1)

    def stale_days(self, job: Job, version: int) -> int:
        days = DailyControl.objects.filter(source__slug=job.arguments["source"])
        asked = days.filter(day__gte=job.arguments["start"], day__lt=job.arguments["end"])
        return sum(version_of(total) < version for total in asked.values_list("billed_cost", flat=True))

    def until_a_pull_runs(self, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not self.stack.pulling() and time.monotonic() < end:
            time.sleep(0.05)


def kill_workers(chaos: Chaos, chance: random.Random) -> None:
    """Three workers, each in the middle of a pull unless that pull has been stopped twice already."""
    for _ in range(3):
        chaos.until_a_pull_runs()
        time.sleep(chance.uniform(0, 1.0))
        spare = Job.objects.filter(state=Job.State.RUNNING, attempts__gte=3).exists()
        chaos.tally.hits += chaos.stack.kill_worker(chance, spare)
        chaos.tally.kills += 1


def restate_in_the_middle(chaos: Chaos, chance: random.Random) -> None:
    chaos.until_a_pull_runs()
    time.sleep(chance.uniform(0, 1.0))
    chaos.restate()


def hurt_redis(chaos: Chaos, chance: random.Random) -> None:
    """Redis loses everything, or is away for some seconds; and half of the times a worker dies beside it."""
    time.sleep(chance.uniform(0, 2.0))
    if chance.random() < 0.5:
        chaos.redis.flushall()
        chaos.tally.flushes += 1
    else:
        chaos.stack.kill_server("redis")
        chaos.tally.redis_kills += 1
        time.sleep(chance.uniform(0, 4.0))
        chaos.stack.heal()
        wait_for_redis(chaos.redis)
    if chance.random() < 0.5:
        chaos.tally.hits += chaos.stack.kill_worker(chance)
        chaos.tally.kills += 1


def wait_for_redis(redis: Redis) -> None:
    for _ in range(200):
        try:
            redis.ping()
        except RedisError:
            time.sleep(0.05)
        else:
            return


def kill_postgres(chaos: Chaos, chance: random.Random) -> None:
    """PostgreSQL with all its sessions. What it had acknowledged is there afterwards."""
    chaos.until_a_pull_runs()
    time.sleep(chance.uniform(0, 1.5))
    acknowledged = set(Pull.objects.filter(state="stored").values_list("pk", flat=True))
    chaos.stack.kill_server("postgresql")
    chaos.tally.postgres_kills += 1
    time.sleep(chance.uniform(0, 2.0))
    chaos.stack.heal()
    chaos.tally.forgotten += len(acknowledged - stored_pulls())


def stored_pulls() -> set[int]:
    while True:  # ends: the server is being started
        try:
            return set(Pull.objects.filter(state="stored").values_list("pk", flat=True))
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.1)
