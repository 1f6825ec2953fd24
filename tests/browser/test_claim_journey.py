"""A claim in a real browser, with what a stranger would write: sent by a lead, approved by an admin into a preview."""

import pytest
from django.contrib.auth.models import User

from chargeback.claims.models import Claim

from .conftest import Visitor
from .looking import look, picture
from .test_dispute_journey import as_, done

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOSTILE = "=cmd()<script>window.xq7z=1</script>\N{RIGHT-TO-LEFT OVERRIDE}" + "x" * 200


def test_a_claim_from_the_form_to_the_preview(visitor: Visitor, alice: User, ada: User) -> None:
    page = as_(visitor, "alice", "/claims/")
    page.click("text=Claim cost for your team")
    page.fill("#id_tag_value", HOSTILE)
    page.fill("#id_since", "2026-10-01")
    page.fill("#id_text", HOSTILE)
    assert "sent to the admins" in done(page, "Send to the admins")
    visitor.visit("/claims/")
    page.click("text=Claim cost for your team")
    page.fill("#id_service", "EC2 - Other")
    page.fill("#id_since", "2026-10-01")
    page.fill("#id_text", "Our build machines.")
    look(visitor, page)
    picture(page, "claims-lead")
    done(page, "Send to the admins")
    page = as_(visitor, "ada", "/m/2026-10/unallocated/")
    page.click(f"text=claim {Claim.objects.latest('pk').pk}")
    page.wait_for_load_state("networkidle")
    look(visitor, page)
    picture(page, "claim-admin")
    page.fill("#claim-text", "Seen the machines.")
    assert "17.05" in done(page, "Approve: make the rule")
    assert not page.evaluate("window.xq7z")
    assert visitor.complaints == []
