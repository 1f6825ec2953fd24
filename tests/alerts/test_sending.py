"""The digest is sent once a day to each who wants it and may see it, whatever happens."""

import datetime as dt
import email
import email.policy
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command

from chargeback.alerts.figures import Findings, Point, Section
from chargeback.alerts.models import Delivery, Digest
from chargeback.alerts.sending import DigestError, recipients, send_digest
from chargeback.alerts.tasks import queue_due_digest
from chargeback.jobs.models import Job
from chargeback.jobs.work import run

from .smtp import mail_server

DAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 8, 5, tzinfo=dt.UTC)
TOMORROW = NOW + dt.timedelta(days=1)


def one_thing(since: dt.datetime, now: dt.datetime, day: dt.date) -> Findings:
    return Findings(day, (Section("Sources", (Point(f"AWS is stale since {since:%d %b}."),)),))


def nothing(since: dt.datetime, now: dt.datetime, day: dt.date) -> Findings:
    return Findings(day, ())


def test_it_goes_to_finance_and_admins_who_want_it_and_to_nobody_else(
    wants: Callable[..., None], fay: User, ada: User, alice: User, charlie: User
) -> None:
    wants(fay, alice, charlie)
    assert recipients() == [fay]
    send_digest(DAY, NOW, one_thing)
    assert [message.to for message in mail.outbox] == [["fay@example.com"]]


def test_who_lost_the_right_or_the_address_gets_none(wants: Callable[..., None], fay: User, ada: User) -> None:
    wants(fay, ada)
    fay.groups.clear()
    User.objects.filter(pk=ada.pk).update(email="")
    assert recipients() == []


def test_nothing_to_say_is_no_mail_and_the_day_is_over(wants: Callable[..., None], fay: User) -> None:
    wants(fay)
    assert send_digest(DAY, NOW, nothing) == "Nothing needs attention, so no mail was sent."
    assert mail.outbox == []
    assert Digest.objects.get().points == 0


def test_nobody_gets_it_twice_however_often_it_is_sent(wants: Callable[..., None], fay: User, ada: User) -> None:
    wants(fay)
    send_digest(DAY, NOW, one_thing)
    wants(ada)
    send_digest(DAY, NOW, one_thing)
    send_digest(DAY, NOW, one_thing)
    assert sorted(message.to[0] for message in mail.outbox) == ["ada@example.com", "fay@example.com"]
    send_digest(DAY + dt.timedelta(days=1), TOMORROW, one_thing)
    assert len(mail.outbox) == 4


def test_new_means_since_the_digest_before_and_stays_so_when_it_is_sent_again(
    wants: Callable[..., None], fay: User, ada: User
) -> None:
    send_digest(DAY, NOW, nothing)
    wants(fay)
    send_digest(DAY + dt.timedelta(days=3), NOW + dt.timedelta(days=3), one_thing)
    wants(ada)
    send_digest(DAY + dt.timedelta(days=3), NOW + dt.timedelta(days=3, hours=5), one_thing)
    assert {str(message.body).count("stale since 23 Nov") for message in mail.outbox} == {1}


def test_one_address_that_fails_keeps_nobody_else_waiting_and_is_tried_again(
    wants: Callable[..., None], fay: User, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(fay, ada)
    User.objects.filter(pk=ada.pk).update(email="ada@example.com\nBcc: all@example.com")
    with pytest.raises(DigestError, match=r"1 of 2 mails could not be sent. ada: .*BadHeaderError|ada: "):
        send_digest(DAY, NOW, one_thing)
    assert [message.to for message in mail.outbox] == [["fay@example.com"]]
    User.objects.filter(pk=ada.pk).update(email="ada@example.com")
    send_digest(DAY, NOW, one_thing)
    assert [message.to for message in mail.outbox] == [["fay@example.com"], ["ada@example.com"]]


def test_a_mail_whose_worker_was_killed_is_not_sent_again(wants: Callable[..., None], fay: User) -> None:
    wants(fay)

    def killed(since: dt.datetime, now: dt.datetime, day: dt.date) -> Findings:
        Delivery.objects.create(digest=Digest.objects.get(day=day), user=fay, begun_at=now)
        return one_thing(since, now, day)

    send_digest(DAY, NOW, killed)
    assert mail.outbox == []


def test_the_clock_asks_for_it_once_a_day_from_its_hour_on_if_anybody_wants_it(
    wants: Callable[..., None], fay: User
) -> None:
    assert queue_due_digest(NOW, DAY) is None
    wants(fay)
    assert queue_due_digest(NOW.replace(hour=7), DAY) is None
    job = queue_due_digest(NOW, DAY)
    assert job is not None
    assert queue_due_digest(NOW, DAY) is None
    Job.objects.update(state=Job.State.DONE)
    assert queue_due_digest(NOW, DAY) is None
    assert queue_due_digest(TOMORROW, DAY + dt.timedelta(days=1)) is not None


@pytest.mark.django_db(transaction=True)
def test_the_job_fails_with_one_sentence_where_no_mail_server_is_set(
    wants: Callable[..., None], fay: User, settings: Any
) -> None:
    wants(fay)
    settings.MAIL_SERVER_IS_SET = False
    job = queue_due_digest(NOW, DAY)
    assert job is not None
    run(job.pk, lambda: NOW)
    job.refresh_from_db()
    assert (job.state, "Set EMAIL_URL" in job.error) == ("failed", True)
    with pytest.raises(CommandError, match="Set EMAIL_URL"):
        call_command("send_digest")


def test_a_real_mail_server_is_handed_a_mail_it_can_read_and_a_refused_address_is_tried_again(
    wants: Callable[..., None], fay: User, ada: User, settings: Any
) -> None:
    wants(fay, ada)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with mail_server() as post:
        settings.EMAIL_PORT = post.port
        post.refused = {"ada@example.com"}
        with pytest.raises(DigestError, match=r"1 of 2 mails could not be sent. ada: SMTPRecipientsRefused"):
            send_digest(DAY, NOW, one_thing)
        post.refused = set()
        send_digest(DAY, NOW, one_thing)
    assert [recipient for recipient, _ in post.messages] == ["fay@example.com", "ada@example.com"]
    read = email.message_from_bytes(post.messages[0][1], policy=email.policy.default)
    assert (read["To"], read["Auto-Submitted"]) == ("fay@example.com", "auto-generated")
    assert str(read["Subject"]) == "Chargeback: 1 thing needs attention, 23 Nov 2026"


def test_a_mail_server_that_is_away_is_an_error_of_one_sentence(
    wants: Callable[..., None], fay: User, settings: Any
) -> None:
    wants(fay)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    with pytest.raises(DigestError, match=r"1 of 1 mails could not be sent. fay: ConnectionRefusedError"):
        send_digest(DAY, NOW, one_thing)
