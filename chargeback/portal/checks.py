"""What a real installation must never be: on the demo's secret, a superuser of its database, in debug, on a fixed day.

`manage.py check --deploy --database default` names every fault. Web, worker and beat refuse to start on one.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

SHORTEST_SECRET_KEY = 50
NO_KEY = "Set SECRET_KEY (or SECRET_KEY_FILE) to a long random string, or run `make run` for the demo."

DEMO_SECRET = Error(
    "SECRET_KEY is the demo's, which every copy of the portal knows: anybody could forge a login.",
    hint="Set SECRET_KEY to a long random string of your own, for example from: openssl rand -base64 48",
    id="portal.E001",
)
SHORT_SECRET = Error(
    f"SECRET_KEY is shorter than {SHORTEST_SECRET_KEY} characters, so it can be guessed.",
    hint="Make a longer one, for example with: openssl rand -base64 48",
    id="portal.E002",
)
DEBUG_ON = Error(
    "DEBUG is on: pages of errors would show settings and money to anybody.",
    hint="Set DEBUG = False in chargeback/settings.py, as it is shipped.",
    id="portal.E003",
)
DAY_PINNED = Error(
    "CHARGEBACK_TODAY is set, so the portal would believe that it is always the same day.",
    hint="Unset it. Set it for single commands only, when you replay an old bill.",
    id="portal.E004",
)
SUPERUSER = Error(
    "The role in DATABASE_URL is a superuser of PostgreSQL or may pass its row security: "
    "one fault in the portal would open the whole server.",
    hint="Connect with a role made by: CREATE ROLE portal LOGIN PASSWORD '...'; that owns only this database.",
    id="portal.E005",
)
IS_SUPERUSER = "SELECT bool_or(rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname IN (current_user, session_user)"


@register(Tags.security)
def secret_key_is_set(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Nothing. Raises ImproperlyConfigured when there is no SECRET_KEY; commands without checks do without one."""
    try:
        settings.SECRET_KEY  # noqa: B018 Django raises when it is empty
    except ImproperlyConfigured:
        raise ImproperlyConfigured(NO_KEY) from None
    return []


@register(Tags.security, deploy=True)
def production_settings(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """One error for each setting that a real installation must not have; none in the demo."""
    if settings.DEMO:
        return []
    faults = (
        (DEMO_SECRET, settings.SECRET_KEY == settings.DEMO_SECRET_KEY),
        (SHORT_SECRET, len(settings.SECRET_KEY) < SHORTEST_SECRET_KEY),
        (DEBUG_ON, settings.DEBUG),
        (DAY_PINNED, settings.TODAY is not None),
    )
    return [fault for fault, is_found in faults if is_found]


@register(Tags.database, deploy=True)
def database_role(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """An error when the portal connects as a superuser. Raises OperationalError when the database does not answer."""
    if settings.DEMO or not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(IS_SUPERUSER)
        (is_superuser,) = cursor.fetchone()
    return [SUPERUSER] if is_superuser else []


def refuse_unsafe_start() -> None:
    """Raises ImproperlyConfigured, with a sentence per fault, where a real installation must not start.

    A database that does not answer is no fault here: the portal comes up, says so on /readyz and heals by itself.
    """
    secret_key_is_set(None)
    found = production_settings(None)
    with suppress(OperationalError):
        found += database_role(None, databases=["default"])
    connection.close()  # a server forks after this; two processes must not share a connection
    if errors := [f"{message.msg} {message.hint}" for message in found]:
        raise ImproperlyConfigured("The portal does not start. " + " ".join(errors))
