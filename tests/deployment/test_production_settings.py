"""`manage.py check --deploy`: clean as shipped, and a named error for every unsafe setting."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from .installation import as_superuser, run

CHECK = ("manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING")


def test_the_shipped_settings_and_a_secret_from_a_file_leave_nothing_to_warn_of(tmp_path: Path) -> None:
    secret = tmp_path / "secret_key"
    secret.write_text("from-a-file-and-long-enough-to-be-a-secret-0123456789")
    checked = run(*CHECK, SECRET_KEY=None, SECRET_KEY_FILE=str(secret))
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_every_unsafe_setting_is_named_at_once() -> None:
    checked = run(*CHECK, SECRET_KEY="short", CHARGEBACK_TODAY="2024-10-15", HTTPS="false", DATABASE_URL=as_superuser())
    assert checked.returncode == 1
    assert "(portal.E002) SECRET_KEY is shorter than 50 characters" in checked.stderr
    assert "(portal.E004) CHARGEBACK_TODAY is set" in checked.stderr
    assert "(portal.E005) The role in DATABASE_URL is a superuser" in checked.stderr
    assert "(security.W008) Your SECURE_SSL_REDIRECT setting is not set to True" in checked.stderr


def test_the_demos_secret_is_named(settings: LazySettings) -> None:
    settings.DEMO, settings.SECRET_KEY = False, settings.DEMO_SECRET_KEY
    with pytest.raises(SystemCheckError, match=r"\(portal\.E001\) SECRET_KEY is the demo's"):
        call_command("check", "--deploy")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HTTPS", "ture", "HTTPS is 'ture'; write true or false."),
        ("CHARGEBACK_TODAY", "x", "CHARGEBACK_TODAY is 'x'; write a day as YYYY-MM-DD, for example 2024-10-15."),
    ],
)
def test_a_value_that_makes_no_sense_is_one_sentence_and_no_start(name: str, value: str, sentence: str) -> None:
    checked = run("manage.py", "check", **{name: value})
    assert checked.returncode == 1
    assert checked.stderr.strip() == sentence


def test_the_demo_may_have_all_of_it() -> None:
    checked = run(*CHECK[:-2], CHARGEBACK_DEMO="1", SECRET_KEY=None, DATABASE_URL=as_superuser())
    assert checked.returncode == 0, checked.stderr
    assert "portal.E" not in checked.stderr
