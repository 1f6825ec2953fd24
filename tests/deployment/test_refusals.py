"""Web, worker and beat really do not start where they must not, and end by themselves."""

import pytest

from .installation import as_superuser, run

pytestmark = pytest.mark.slow
NO_SECRET = "Set SECRET_KEY (or SECRET_KEY_FILE) to a long random string, or run `make run` for the demo."


def test_the_web_server_does_not_start_as_a_superuser_of_its_database() -> None:
    command = ("-m", "gunicorn", "chargeback.wsgi", "--bind=127.0.0.1:0", "--no-control-socket")
    ended = run(*command, DATABASE_URL=as_superuser())
    assert ended.returncode != 0
    assert "The portal does not start. The role in DATABASE_URL is a superuser" in ended.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "gunicorn", "chargeback.wsgi", "--bind=127.0.0.1:0", "--no-control-socket"),
        ("-m", "celery", "--app=chargeback", "beat", "--scheduler=celery.beat:Scheduler", "--pidfile="),
    ],
    ids=["web", "beat"],
)
def test_no_server_starts_without_a_secret(command: tuple[str, ...]) -> None:
    ended = run(*command, SECRET_KEY=None)
    assert ended.returncode != 0
    assert NO_SECRET in ended.stderr


def test_no_command_starts_without_a_secret_and_one_sentence_says_so() -> None:
    ended = run("manage.py", "migrate", "--plan", SECRET_KEY=None)
    assert ended.returncode == 1
    assert ended.stderr.strip() == NO_SECRET


def test_a_worker_does_not_start_on_a_short_secret_or_a_fixed_day() -> None:
    """Beat above ends by the same function, which either of them asks when it starts."""
    command = ("-m", "celery", "--app=chargeback", "worker", "--pool=solo")
    ended = run(*command, SECRET_KEY="too-short", CHARGEBACK_TODAY="2024-10-15")
    assert ended.returncode != 0
    assert "The portal does not start. SECRET_KEY is shorter than 50 characters" in ended.stderr
    assert "CHARGEBACK_TODAY is set" in ended.stderr


def test_a_database_that_is_away_stops_nothing() -> None:
    """The portal comes up, says so on its probe and heals by itself."""
    started = run("-c", "import chargeback.wsgi", DATABASE_URL="postgres://portal@/portal?host=/nowhere")
    assert started.returncode == 0, started.stderr
