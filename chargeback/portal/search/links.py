"""Where a hit leads: to the page that shows it. Pure."""

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse

from chargeback.billing.search import Hit

FILTERS = ("project", "pool", "service", "account")


def link(hit: Hit, month: dt.date | None, sees_company: bool) -> str:
    """The address; empty where no figures are shown yet that the hit could lead to."""
    if hit.kind == "rule":
        return reverse("history-of", args=["rule", int(hit.key)])
    if hit.kind == "pull":
        return reverse("pull", args=[int(hit.key)])
    if hit.kind == "run":
        page = reverse("overview" if sees_company else "teams", args=[hit.month])
        return f"{page}?{urlencode({'currency': hit.currency})}"
    return of_month(hit, month, sees_company) if month else ""


def of_month(hit: Hit, month: dt.date, sees_company: bool) -> str:
    if hit.kind == "team":
        return reverse("statement", args=[month, hit.key])
    if hit.kind == "pool" and sees_company:
        return reverse("pool", args=[month, hit.key])
    lines = reverse("lines", args=[month, hit.team]) if hit.team else reverse("all-lines", args=[month])
    return f"{lines}?{urlencode(question(hit))}"


def question(hit: Hit) -> dict[str, str]:
    if hit.kind in FILTERS:
        return {hit.kind: hit.key}
    key, _, value = hit.key.partition("=")
    return {"tag-key": key, "tag": value}
