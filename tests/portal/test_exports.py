"""Long exports: made in the background with the rights of that moment, taken only by who asked and still may."""

import csv
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from allocation.models import Membership
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.clock import now
from chargeback.costs.models import Pull
from chargeback.exports import asking, cleaning, folder, making
from chargeback.exports.models import Export
from chargeback.jobs import work
from chargeback.jobs.models import Job
from chargeback.portal.tasks import export as handler
from tests.portal.bill import OCTOBER
from tests.portal.reading import cells, text

LINES = {"what": "lines", "month": "2026-10", "team": "platform", "query": "sort=day", "kind": "csv"}
COMPANY = {"what": "all-lines", "month": "2026-10", "team": "", "query": "", "kind": "xlsx"}


@pytest.fixture(autouse=True)
def exports_folder(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORTS_DIR = tmp_path / "exports"
    return tmp_path / "exports"


@pytest.fixture
def page(client: Client, october: BillingPeriod, alice: User) -> Client:
    client.force_login(alice)
    return client


def asked(client: Client, **form: str) -> Export:
    assert client.post("/exports/start/", {**LINES, **form}).status_code == 302
    return Export.objects.latest("pk")


def worked(export: Export) -> Job:
    """The job after a worker has had it."""
    work.run(export.job_id, now)
    export.refresh_from_db()
    return Job.objects.get(pk=export.job_id)


def taken(client: Client, export: Export) -> bytes:
    return b"".join(client.get(f"/exports/{export.pk}/file").streaming_content)  # type: ignore[attr-defined]


def test_a_lead_asks_waits_and_takes_the_same_lines_as_the_page_gives_at_once(page: Client) -> None:
    export = asked(page)
    assert "Waits" in text(page.get("/exports/"))
    assert page.get(f"/exports/{export.pk}/file").status_code == 404
    assert worked(export).state == "done"
    at_once = page.get("/m/2026-10/teams/platform/lines.csv?sort=day").content
    assert taken(page, export) == at_once
    row = cells(page.get("/exports/"), "table-exports")[0]
    assert (row[0], row[2], row[3]) == ("Lines of platform, Oct 2026, CSV", "Ready", "3")


@pytest.mark.parametrize(
    ("what", "kind", "at_once"),
    [
        ("overview", "csv", "/m/2026-10/export.csv"),
        ("unallocated", "csv", "/m/2026-10/unallocated/export.csv"),
        ("all-lines", "csv", "/m/2026-10/lines.csv"),
    ],
)
def test_every_export_of_the_company_can_be_made_in_the_background(
    what: str, kind: str, at_once: str, client: Client, october: BillingPeriod, fay: User
) -> None:
    client.force_login(fay)
    export = asked(client, what=what, team="", query="", kind=kind)
    assert worked(export).state == "done"
    assert taken(client, export) == client.get(at_once).content


def test_the_workbook_of_all_lines_adds_up_to_the_bill(client: Client, october: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    export = asked(client, **COMPANY)
    worked(export)
    sheet = load_workbook(io.BytesIO(taken(client, export)), read_only=True)["Lines"]
    amounts = [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert round(sum(amounts[:-1]), 2) == amounts[-1] == 74589.52


def test_asking_twice_is_one_file_and_another_question_is_another(page: Client) -> None:
    first = asked(page)
    assert asked(page) == first
    assert asked(page, kind="xlsx") != first


def test_who_lost_the_team_gets_nothing_whether_it_is_made_or_not(page: Client, alice: User) -> None:
    made, waiting = asked(page), asked(page, kind="xlsx")
    worked(made)
    Membership.objects.filter(user=alice).delete()
    assert page.get(f"/exports/{made.pk}/file").status_code == 404
    assert "platform" not in text(page.get("/exports/")).casefold()
    job = worked(waiting)
    assert (job.state, folder.path_of(waiting.stored)) == ("failed", None)
    assert "no longer, yours to take away" in job.error


def test_what_finance_made_is_not_for_the_lead_that_finance_becomes(
    client: Client, october: BillingPeriod, fay: User, teams: dict[str, Any]
) -> None:
    """The file tells names of rules that a lead is not told."""
    client.force_login(fay)
    export = asked(client)
    worked(export)
    Membership.objects.create(user=fay, team=teams["platform"], role="lead")
    fay.groups.clear()
    assert client.get(f"/exports/{export.pk}/file").status_code == 404


def test_a_file_is_only_its_owners_even_for_those_who_see_more(page: Client, fay: User, bob: User) -> None:
    export = asked(page)
    worked(export)
    for other in (fay, bob):
        page.force_login(other)
        assert page.get(f"/exports/{export.pk}/file").status_code == 404
        assert page.post(f"/exports/{export.pk}/delete/").status_code == 404
        assert not cells(page.get("/exports/"), "table-exports")[0][1:]


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "users"},
        {"kind": "exe"},
        {"month": "2026-13"},
        {"month": "2019-01"},
        {"team": ""},
        {"team": "payments"},
        {"team": "../etc"},
        {"query": "q=%00"},
        {"query": "q=" + "x" * 5000},
    ],
)
def test_what_no_page_offers_is_not_found(page: Client, wrong: dict[str, str]) -> None:
    assert page.post("/exports/start/", {**LINES, **wrong}).status_code == 404
    assert not Export.objects.exists()


def test_a_third_export_of_a_user_waits_until_one_has_ended(page: Client) -> None:
    export = asked(page)
    with places_taken(f"exports of {export.user_id}", making.PER_USER):
        job = worked(export)
        assert (job.state, job.attempts, job.message) == ("queued", 0, "waits for other exports to end")
    Job.objects.update(due_at=now())
    assert worked(export).state == "done"


@contextmanager
def places_taken(name: str, count: int) -> Iterator[None]:
    """As other workers hold them: by a connection of their own."""
    other = connection.copy()
    with other.cursor() as cursor:
        for place in range(count):
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"{name}:{place}"])
        yield
    other.close()


def test_a_cancelled_export_leaves_neither_row_nor_file(page: Client, exports_folder: Path) -> None:
    export = asked(page)

    def cancelled_meanwhile(done: int, total: int, message: str) -> None:
        page.post(f"/exports/{export.pk}/delete/")
        work.reporter(export.job_id)(done, total, message)

    job = work.start(export.job_id, now())
    assert job
    with pytest.raises(work.JobCancelledError):
        handler(job, cancelled_meanwhile)
    assert (list(exports_folder.iterdir()), Export.objects.count()) == ([], 0)


def test_an_attempt_that_was_cut_off_leaves_no_half_file_and_the_next_one_is_whole(
    page: Client, exports_folder: Path
) -> None:
    export = asked(page)
    exports_folder.mkdir(exist_ok=True)
    (exports_folder / f"{export.stored}.killed.part").write_bytes(b"half")
    assert worked(export).state == "done"
    assert [path.name for path in exports_folder.iterdir()] == [export.stored]
    assert len(list(csv.reader(io.StringIO(taken(page, export).decode("utf-8-sig"))))) == 4


def test_data_that_changes_while_it_is_written_is_written_again(
    page: Client, store: Callable[..., Pull], monkeypatch: pytest.MonkeyPatch
) -> None:
    export = asked(page)

    def with_a_pull(rows: Any, total: int, report: Any) -> Iterator[Any]:
        store([(1, "Amazon Simple Storage Service", "gateway", "1.11", "1.11")])
        yield from making.counted(rows, total, report)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("chargeback.portal.exports.writing.counted", with_a_pull)
        job = worked(export)
    assert (job.state, job.error) == ("queued", "The data changed while the file was written; it is written again.")
    run_period(OCTOBER, "USD", now())
    Job.objects.update(due_at=now())
    assert worked(export).state == "done"


def test_after_seven_days_it_is_gone_and_strays_with_it(page: Client, exports_folder: Path) -> None:
    export = asked(page)
    worked(export)
    stray = exports_folder / "somebody.xlsx.part"
    stray.write_bytes(b"half")
    os.utime(stray, (0, 0))
    later = now() + asking.KEPT
    Export.objects.update(expires_at=now())
    assert page.get(f"/exports/{export.pk}/file").status_code == 404
    assert cleaning.queue_cleaning(later)
    assert cleaning.clean(later) == (1, 1)
    assert (list(exports_folder.iterdir()), Export.objects.count()) == ([], 0)


def test_a_file_that_is_not_on_this_machine_is_said_to_be_so(page: Client) -> None:
    export = asked(page)
    worked(export)
    folder.remove(export.stored)
    assert "Not on this machine" in text(page.get("/exports/"))
    assert page.get(f"/exports/{export.pk}/file").status_code == 404


def test_nobody_lets_more_than_twenty_files_wait(page: Client) -> None:
    for number in range(asking.MOST_OPEN):
        asked(page, query=f"q={number}")
    answer = page.post("/exports/start/", {**LINES, "query": "q=one+more"}, follow=True)
    assert "20 of your exports wait already" in text(answer)
    assert Export.objects.count() == asking.MOST_OPEN


def test_a_viewer_takes_nothing_away_in_the_background_either(
    client: Client, october: BillingPeriod, vera: User
) -> None:
    client.force_login(vera)
    assert client.post("/exports/start/", LINES).status_code == 403
