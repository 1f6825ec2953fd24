"""Addresses, and parts of them that pages share."""

from functools import lru_cache
from urllib.parse import quote_plus

from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.figures import Stamp


@lru_cache(maxsize=10_000)
def address(page: str, *args: object, **kwargs: object) -> str:
    """Where the page of that name is. Every row of a table and every entry of the navigation asks."""
    return reverse(page, args=args, kwargs=kwargs)


quoted = lru_cache(maxsize=10_000)(quote_plus)  # the same services, projects and days stand in row after row


def currency_suffix(stamp: Stamp, query: QueryDict) -> str:
    """What keeps a chosen currency in a link."""
    return f"?currency={stamp.currency}" if query.get("currency") == stamp.currency else ""
