"""Every address of the administration: open to admins, shut to everybody else, by every method."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from chargeback.billing.models import BillingPeriod

from .test_matrix import OTHERS, client_of, job

__all__ = ["client_of", "job"]
# What a name of the administration can ask for: nothing, a row, or an app.
ARGUMENTS: tuple[list[object], ...] = ([], [1], ["allocation"], [1, 1], ["template", "csv"])
OPEN_TO_ALL = {"login", "logout"}
SHUT_OUT = ("fay", "alice", "removed", "anonymous")


def shut_addresses() -> Iterator[tuple[str, str]]:
    """The name and an address of everything below /admin/ but its login and logout."""
    for pattern in admin.site.get_urls():
        found = pattern.url_patterns if isinstance(pattern, URLResolver) else [pattern]
        for name in {one.name for one in found if isinstance(one, URLPattern) and one.name} - OPEN_TO_ALL:
            yield name, address(name)


def address(name: str) -> str:
    for arguments in ARGUMENTS:
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"admin:{name} needs other arguments; add them to ARGUMENTS")


@pytest.mark.parametrize("role", SHUT_OUT)
def test_who_is_not_an_admin_is_sent_to_the_login_from_everywhere(
    role: str, client_of: Callable[[str], Client]
) -> None:
    """What no page has is asked in turn: each address hears all of these methods, each from one of the four roles."""
    client = client_of(role)
    opened = {}
    heads = ("head",) if role == "anonymous" else ()
    for place, (name, url) in enumerate(sorted(shut_addresses())):
        for method in ("get", *heads, "post", OTHERS[(place + SHUT_OUT.index(role)) % len(OTHERS)]):
            answer = getattr(client, method)(url)
            if answer.status_code != 302 or "/login/" not in answer["Location"]:
                opened[f"{method} {name}"] = answer.status_code
    assert opened == {}


@pytest.mark.usefixtures("october")
def test_no_address_breaks_under_an_admin(client_of: Callable[[str], Client]) -> None:
    client = client_of("ada")
    broken = [url for _, url in shut_addresses() if client.get(url).status_code >= 500]
    assert broken == []


def test_an_admin_reads_every_list_and_adds_nothing_that_the_portal_makes(
    client_of: Callable[[str], Client], october: BillingPeriod
) -> None:
    client = client_of("ada")
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"admin:{name}_changelist"), follow=True).status_code == 200, name
        if model._meta.app_label in ("billing", "jobs"):
            assert client.get(reverse(f"admin:{name}_add")).status_code == 403, name
