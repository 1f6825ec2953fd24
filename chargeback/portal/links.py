"""Parts of addresses that pages share."""

from django.http import QueryDict

from chargeback.billing.figures import Stamp


def currency_suffix(stamp: Stamp, query: QueryDict) -> str:
    """What keeps a chosen currency in a link."""
    return f"?currency={stamp.currency}" if query.get("currency") == stamp.currency else ""
