"""What a page asks a browser to load: little, and the chart library only where there is a chart."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client

from chargeback.billing.models import BillingPeriod

MOST = 300 * 1024  # bytes, compressed, with the page itself and without charts
WITHOUT_CHARTS = ["/m/2026-10/teams/", "/m/2026-10/unallocated/", "/m/2026-10/lines/", "/rules/", "/data/", "/jobs/"]
WITH_CHARTS = ["/m/2026-10/", "/m/2026-10/teams/platform/"]


def loaded(page: str) -> dict[str, bytes]:
    """The style sheets and scripts that the page names, by path."""
    paths = re.findall(r'(?:<link rel="stylesheet" href|<script src)="/static/([^"?]+)"', page)
    files = {}
    for path in paths:
        plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path)
        files[plain] = Path(str(finders.find(plain))).read_bytes()
    return files


@pytest.mark.parametrize("address", WITHOUT_CHARTS)
def test_a_page_without_charts_is_light_and_loads_no_chart_library(
    client: Client, fay: User, october: BillingPeriod, address: str
) -> None:
    client.force_login(fay)
    page = client.get(address).content
    files = loaded(page.decode())
    assert len(files) >= 4
    assert not [path for path in files if "chart" in path]
    assert sum(len(gzip.compress(one)) for one in [page, *files.values()]) <= MOST


@pytest.mark.parametrize("address", WITH_CHARTS)
def test_a_page_with_a_chart_loads_what_draws_it(
    client: Client, fay: User, october: BillingPeriod, address: str
) -> None:
    client.force_login(fay)
    page = client.get(address).content.decode()
    assert "data-chart=" in page
    assert {"portal/charts.js"} < set(loaded(page))
