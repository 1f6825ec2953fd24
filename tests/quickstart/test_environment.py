"""What the portal's processes are told, whatever the user's own terminal holds."""

import shlex
import subprocess
from pathlib import Path

import environ

from chargeback.quickstart.environment import portal_environment, write_for_shells

SOCKETS = Path("/run/some where")


def test_the_servers_beside_it_are_used() -> None:
    env = portal_environment({}, SOCKETS, simulator=4600)
    assert environ.Env.db_url_config(env["DATABASE_URL"])["OPTIONS"] == {"host": "/run/some where"}
    assert env["REDIS_URL"] == "unix:///run/some%20where/redis.sock?db=0"
    assert env["AWS_ENDPOINT_URL_COST_EXPLORER"] == env["AWS_ENDPOINT_URL_STS"] == "http://127.0.0.1:4600"


def test_a_database_and_a_broker_of_the_users_own_win() -> None:
    own = {"DATABASE_URL": "postgres://me@db/mine", "REDIS_URL": "redis://broker/1", "PGPASSWORD": "secret"}
    assert portal_environment(own, SOCKETS, simulator=0).items() >= own.items()


def test_no_real_account_or_broker_is_reached_by_what_the_terminal_holds() -> None:
    foreign = {"AWS_PROFILE": "production", "AWS_ENDPOINT_URL": "https://x", "CELERY_BROKER_URL": "x", "PGSERVICE": "x"}
    assert not foreign.keys() & portal_environment(foreign, SOCKETS, simulator=0).keys()


def test_a_proxy_is_not_asked_for_this_machine() -> None:
    env = portal_environment({"HTTP_PROXY": "http://proxy", "no_proxy": "intranet"}, SOCKETS, simulator=0)
    assert env["NO_PROXY"] == env["no_proxy"] == "intranet,127.0.0.1,localhost"


def test_another_terminal_can_read_it(tmp_path: Path) -> None:
    write_for_shells({"ANSWER": "it's 42"}, tmp_path)
    line = f'. {shlex.quote(str(tmp_path / "env"))} && printf %s "$ANSWER"'
    assert subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout == "it's 42"
