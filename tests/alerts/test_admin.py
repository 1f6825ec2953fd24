"""Ada switches the digest on on a user's page, and sees what was sent."""

import datetime as dt

from django.contrib.auth.models import User
from django.test import Client

from chargeback.alerts.models import Delivery, Digest, DigestChoice
from chargeback.alerts.sending import recipients
from tests.allocation.forms import change, errors, submit

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def test_the_digest_is_one_tick_on_the_user_s_page(client: Client, ada: User, fay: User) -> None:
    client.force_login(ada)
    assert errors(submit(client, change(fay))) == []
    assert recipients() == []
    assert errors(submit(client, change(fay), **{"digest_choice-0-wants_digest": "on"})) == []
    assert recipients() == [fay]
    assert errors(submit(client, change(fay), **{"digest_choice-0-wants_digest": None})) == []
    assert recipients() == []
    assert DigestChoice.objects.count() == 1


def test_what_was_sent_can_be_looked_at_and_not_changed(client: Client, ada: User, fay: User) -> None:
    digest = Digest.objects.create(day=NOW.date(), since=NOW, composed_at=NOW, points=2)
    Delivery.objects.create(digest=digest, user=fay, begun_at=NOW, state="failed", error="fay: SMTPServerDisconnected")
    client.force_login(ada)
    shown = client.get(change(digest)).content.decode()
    assert "SMTPServerDisconnected" in shown
    assert 'name="_save"' not in shown
