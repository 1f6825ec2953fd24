"""The audit log's head on issued statements: on every form of them, and what it tells when the log's end is cut off."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from chargeback.audit.models import Block
from chargeback.billing.models import BillingPeriod
from chargeback.billing.verify import verify
from chargeback.closing.frozen import thawed
from chargeback.closing.models import Statement

from .conftest import close

pytestmark = pytest.mark.django_db
PAGE = "/m/2026-10/teams/shop/"


@pytest.fixture
def issued(october: BillingPeriod, fay: User, ada: User, client: Client) -> Statement:
    close(october, fay, ada)
    client.force_login(fay)
    return Statement.objects.get(team__slug="shop")


def test_every_form_of_a_statement_carries_the_head_that_covers_its_close(issued: Statement, client: Client) -> None:
    block = Block.objects.latest("number")
    assert issued.audit_head == f"{block.number}:{block.hash}"
    assert issued.closing.statements.filter(audit_head=issued.audit_head).count() == 3
    issue = thawed(issued.body, issued.checksum).issue
    assert issue
    assert issue.audit_head == issued.audit_head
    assert issued.audit_head in client.get(PAGE).content.decode()
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}statement.xlsx").content))
    assert ("Audit log at issue", issued.audit_head) in book["Summary"].iter_rows(values_only=True)
    table = client.get(f"{PAGE}statement.csv").content.decode("utf-8-sig")
    said = {(row["checksum"], row["audit_head"]) for row in csv.DictReader(io.StringIO(table))}
    assert said == {(issued.checksum, issued.audit_head)}


def test_a_log_whose_end_was_cut_off_is_found_by_what_is_printed(issued: Statement, client: Client) -> None:
    def checked(text: str) -> str:
        return client.get("/check/", {"sum": text}).content.decode()

    assert "The audit log holds the block that is printed on it" in checked(issued.checksum[:12])
    assert "The audit log holds block" in checked(issued.audit_head)
    assert verify().problems == ()
    call_command("verify_audit", "--head", issued.audit_head)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_block DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_block WHERE number >= %s", [issued.audit_head.partition(":")[0]])
    assert "was cut off or written anew" in checked(issued.checksum)
    assert "was cut off or written anew" in checked(issued.audit_head)
    assert any("a printed head names, is not there" in problem for problem in verify().problems)
    with pytest.raises(CommandError, match="a printed head names"):
        call_command("verify_audit")
    with pytest.raises(CommandError, match="was cut off or written anew"):
        call_command("check_statement", issued.checksum)
