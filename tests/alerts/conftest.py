"""People who want the digest, and a mail server that keeps what it was given."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from chargeback.alerts.models import DigestChoice


@pytest.fixture
def wants() -> Callable[..., None]:
    """Switches the digest on for these users."""

    def switched_on(*users: User) -> None:
        for user in users:
            DigestChoice.objects.create(user=user, wants_digest=True)

    return switched_on


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.MAIL_SERVER_IS_SET = True
    settings.PORTAL_URL = "https://chargeback.example.com/"
    settings.DIGEST_HOUR = 8
