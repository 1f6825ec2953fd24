"""The page, the file and the command of the audit log."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from allocation.history.authorship import authored
from allocation.models import Team
from chargeback.audit.chain import chain, head
from chargeback.audit.models import Entry
from chargeback.billing.models import BillingPeriod
from chargeback.clock import now

HOSTILE = '=cmd|"/c calc"!A1<script>window.xq7z=1</script>'


@pytest.fixture
def renamed(teams: dict[str, Team]) -> None:
    with authored("Ada (ada)", "They asked for it"):
        Team.objects.filter(slug="platform").update(name=HOSTILE)


def test_a_change_is_shown_with_who_why_before_and_after(client: Client, fay: User, renamed: None) -> None:
    client.force_login(fay)
    page = client.get("/audit/?subject=team&action=update").content.decode()
    assert "Ada (ada)" in page
    assert "They asked for it" in page
    assert "name: Platform → =cmd|&quot;/c calc&quot;!A1&lt;script&gt;" in page
    assert "<script>window" not in page


def test_the_file_holds_one_row_for_each_field_and_no_formula(client: Client, fay: User, renamed: None) -> None:
    client.force_login(fay)
    content = client.get("/audit/export.csv?subject=team&action=update").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["field"], row["old"], row["who"]) == ("name", "Platform", "Ada (ada)")
    assert row["new"].startswith("'=cmd")


def test_filters_narrow_and_older_entries_are_a_page_further(client: Client, fay: User, company: object) -> None:
    client.force_login(fay)
    for number in range(60):
        with authored("Somebody Else", ""):
            Team.objects.filter(slug="platform").update(name=f"Platform {number}")
    page = client.get("/audit/?who=somebody").content.decode()
    assert page.count("Somebody Else") == 50
    older = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(f"/audit/{older}").content.decode().count("Somebody Else") == 10
    assert "No entry matches" in client.get("/audit/?who=nobody+at+all").content.decode()


def test_every_file_taken_away_is_an_entry(client: Client, alice: User, october: BillingPeriod) -> None:
    client.force_login(alice)
    client.get("/m/2026-10/teams/platform/statement.csv")
    client.get("/m/2026-10/teams/payments/statement.csv")
    client.head("/m/2026-10/teams/platform/statement.csv")
    (entry,) = Entry.objects.filter(action="export")
    assert (entry.actor, entry.row, entry.door) == ("Alice (alice)", "chargeback_platform_2026-10_USD.csv", "page")


def test_the_button_checks_the_log_and_says_what_it_found(client: Client, fay: User, renamed: None) -> None:
    client.force_login(fay)
    page = client.post("/audit/verify/", follow=True).content.decode()
    assert "nothing was changed" in page
    assert "found nothing changed" in page
    assert str(head()) in page


def test_the_command_knows_a_head_that_was_printed(renamed: None, capsys: pytest.CaptureFixture[str]) -> None:
    chain(now())
    printed = head()
    call_command("verify_audit", "--head", str(printed))
    assert "nothing was changed" in capsys.readouterr().out
    with pytest.raises(CommandError, match="written anew"):
        call_command("verify_audit", "--head", f"1:{'0' * 64}")
    with pytest.raises(CommandError, match="cut off"):
        call_command("verify_audit", "--head", f"999:{'0' * 64}")
    with pytest.raises(CommandError, match="is no head"):
        call_command("verify_audit", "--head", "rubbish")
