"""A statement that was issued anew, beside the one it replaces: every line that changed, why, and to the cent."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.closing.adjusting import accept_all
from chargeback.closing.comparing import compare
from chargeback.closing.models import Adjustment
from chargeback.closing.version_changes import ANEW, VersionChanges, version_changes
from tests.billing.conftest import NOW, RULES
from tests.conftest import member
from tests.portal.reading import cells, text

from .conftest import close, close_again
from .test_adjusting import RESTATED

pytestmark = pytest.mark.django_db
PAGE = "/m/2026-10/teams/shop/v/2/changes/"


@pytest.fixture
def twice(october: BillingPeriod, store: Callable[..., Any], fay: User, ada: User) -> BillingPeriod:
    """The provider restates what is closed, then a rule is mended, and the month is reopened and closed anew."""
    close(october, fay, ada)
    store(RESTATED)
    compare(october.pk, NOW)
    save_rulebook(rulebook_from_yaml(RULES.replace("[checkout, Checkout]", "[checkout, Checkout, chekout]")))
    october.refresh_from_db()
    close_again(october, fay, ada)
    return october


def changes(period: BillingPeriod, slug: str) -> VersionChanges:
    found = version_changes(period, Team.objects.filter(slug=slug).first(), 2, with_reason=False)
    assert found
    return found


@pytest.mark.parametrize("slug", ["shop", "data", ""])
def test_lines_and_causes_add_up_to_both_statements(twice: BillingPeriod, slug: str) -> None:
    found = changes(twice, slug)
    assert found.lines
    for side, statement in (("before", found.before), ("now", found.now)):
        assert sum(getattr(line, side) for line in found.lines) + found.unchanged == statement.to_pay
    assert all(sum(amount for _, amount in line.why) == line.change for line in found.lines)
    assert version_changes(twice, Team.objects.filter(slug=slug).first(), 1, with_reason=False) is None


def test_what_was_found_while_it_was_closed_has_its_cause_and_the_rest_came_with_the_reopening(
    twice: BillingPeriod,
) -> None:
    line = next(line for line in changes(twice, "shop").lines if line.service == "Amazon Simple Storage Service")
    assert (line.before, line.now) == (Decimal("10.00"), Decimal("15.51"))
    assert line.why == (("the provider restated its bill", Decimal("4.50")), (ANEW, Decimal("1.01")))


def test_the_lead_sees_it_from_the_statement_without_words_that_may_name_others(
    twice: BillingPeriod, client: Client, fay: User
) -> None:
    client.force_login(member("sam", "lead", Team.objects.get(slug="shop")))
    assert f'href="{PAGE}"' in client.get("/m/2026-10/teams/shop/").content.decode()
    page = client.get(PAGE)
    assert "a wrong split" not in text(page)
    assert cells(page, "table-changes")[0][-2:] == [
        "+5.51",
        f"the provider restated its bill +4.50; {ANEW} +1.01",
    ]
    assert client.get("/m/2026-10/teams/data/v/2/changes/").status_code == 404
    assert client.get("/m/2026-10/teams/shop/v/1/changes/").status_code == 404
    client.force_login(fay)
    assert f"{ANEW}: a wrong split +1.01" in text(client.get(PAGE))
    assert client.get("/m/2026-10/teams/data/v/2/changes/").status_code == 200


def test_what_was_billed_as_an_adjustment_is_taken_off_in_a_line_of_its_own(
    october: BillingPeriod, store: Callable[..., Any], fay: User, ada: User
) -> None:
    close(october, fay, ada)
    store(RESTATED)
    compare(october.pk, NOW)
    november = BillingPeriod.objects.get(month="2026-11-01")
    accept_all(november, fay, NOW)
    store([(3, "AWS Lambda", "checkout", "1", "1")], month=november.month)
    close(run_period(november.month, "USD", NOW).period, fay, ada)
    october.refresh_from_db()
    close_again(october, fay, ada)
    found = changes(october, "shop")
    billed = sum(one.amount for one in Adjustment.objects.filter(team__slug="shop", period=october))
    settled = [line for line in found.lines if line.key.what.startswith("already billed on statement 2026-0000")]
    assert sum(line.change for line in settled) == -billed != 0
    assert found.now.to_pay == found.before.to_pay
    assert all(line.why == ((line.key.what, line.change),) for line in settled)
