"""The pages of tag keys, tag values and coverage, and the banner above all pages."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import Project, Team
from chargeback.billing.models import BillingPeriod
from chargeback.costs.models import RequiredTag, Source
from chargeback.costs.tag_keys import store_keys
from chargeback.costs.tag_values import notice_values
from chargeback.sources.batch import TagKey
from tests.billing.conftest import NOW
from tests.portal.reading import cells, text

HOSTILE = "<script>alert(1)</script>&\"'\u202e"


@pytest.fixture
def page(client: Client, october: BillingPeriod, ada: User) -> Client:
    notice_values(Source.objects.get(), NOW)
    client.force_login(ada)
    return client


def switch_off() -> None:
    store_keys(Source.objects.get(), [TagKey("project", "UserDefined", False, dt.date(2026, 9, 12))], NOW)


def test_a_key_that_is_not_in_the_bill_is_told_above_every_page_of_finance_and_admins(
    page: Client, fay: User, alice: User
) -> None:
    assert "its cost counts as untagged" not in text(page.get("/m/2026-10/"))
    switch_off()
    for reader in (None, fay):
        if reader:
            page.force_login(reader)
        for address in ("/m/2026-10/", "/m/2026-10/teams/payments/", "/data/"):
            assert "The tag key project is not active at AWS: its cost counts as untagged." in text(page.get(address))
    page.force_login(alice)
    assert "project is not active" not in text(page.get("/m/2026-10/teams/platform/"))


def test_the_page_of_keys_holds_the_date_and_the_exact_commands(page: Client) -> None:
    switch_off()
    shown = text(page.get("/data/tags/"))
    assert "The tag key project is not active at AWS since 2026-09-12" in shown
    assert re.search(r"aws ce start-cost-allocation-tag-backfill --backfill-from \d{4}-\d{2}-01T00:00:00Z", shown)
    assert cells(page.get("/data/tags/"), "table-keys")[0][:5] == [
        "project", "AWS", "source, project tag", "Not active", "12 Sep 2026",
    ]  # fmt: skip


def test_a_misspelt_value_is_offered_to_its_project_with_everything_filled_in(page: Client) -> None:
    checkout = Project.objects.get(slug="checkout")
    answer = page.get("/data/tags/values/")
    row = cells(answer, "table-values")[0]
    assert row[:5] == ["chekout", "31.95", "6 Oct 2026", "20 Nov 2026", "Checkout 88 % alike, one letter differs"]
    links = re.findall(r'<a href="(/admin/allocation[^"]*)"', answer.content.decode())
    assert f"/admin/allocation/project/{checkout.pk}/change/?value=chekout" in links
    assert any("valid_from=2026-10-06" in link and "dimension=tags.project" in link for link in links)
    assert all(page.get(link.replace("&amp;", "&")).status_code == 200 for link in links)


def test_finance_sees_the_guess_and_is_offered_no_change(page: Client, fay: User) -> None:
    page.force_login(fay)
    answer = page.get("/data/tags/values/")
    assert "88 % alike" in text(answer)
    assert "/admin/" not in answer.content.decode()


def test_values_can_be_searched_and_narrowed_to_the_misspelt_ones(page: Client) -> None:
    assert len(cells(page.get("/data/tags/values/?q=CHEK"), "table-values")) == 2
    assert "31.95" not in text(page.get("/data/tags/values/?q=nothing-like-it&show=guessed")).partition("Total")[2]
    assert cells(page.get("/data/tags/values/?key=project"), "table-values")[0][0] == "checkout"


def test_coverage_adds_up_to_the_bill_and_lists_what_is_untagged(page: Client) -> None:
    answer = page.get("/m/2026-10/coverage/")
    ways = {row[0]: row[3] for row in cells(answer, "table-coverage")}
    assert ways == {
        "By the project tag": "74,440.52",
        "By a mapping rule, shared": "100.00",
        "Unknown tag value": "31.95",
        "No tag": "17.05",
        "The whole bill": "74,589.52",
    }
    assert [row[2:4] for row in cells(answer, "table-untagged")] == [
        ["100.00", "0.00"], ["17.05", "17.05"], ["117.05", "17.05"],
    ]  # fmt: skip


def test_required_tags_are_shown_by_team(page: Client) -> None:
    assert "No tag is required of any team." in text(page.get("/m/2026-10/coverage/"))
    RequiredTag.objects.create(team=Team.objects.get(slug="platform"), key="project")
    assert cells(page.get("/m/2026-10/coverage/"), "table-required")[0] == [
        "Platform", "project", "100.0\u00a0%", "1,200.25", "0.00",
    ]  # fmt: skip


def test_a_key_named_in_the_address_that_was_never_billed_shows_the_unknown_values(page: Client) -> None:
    assert "chekout" in text(page.get("/data/tags/values/", {"key": HOSTILE, "currency": HOSTILE, "q": ""}))
