"""An admin with a new tag value: found, given to its project by the keyboard alone, looked at, published, told."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from allocation.models import AllocationOptions, Draft, MappingRule

from .conftest import Visitor
from .looking import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNKNOWN = "/m/2026-10/unallocated/?reason=unknown+tag+value"


def test_a_new_tag_value_is_assigned_by_keyboard_and_told_in_history(visitor: Visitor, ada: User) -> None:
    visitor.sign_in("ada")
    page = visitor.visit(UNKNOWN)
    look(visitor, page)
    page.focus("input[name=row]")
    page.keyboard.press("Space")
    expect(page.locator(".assign legend")).to_have_text("Assign 1 row")
    page.fill("#id_reason", "A typing error at checkout")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/drafts/*/")
    expect(page.locator("main")).to_contain_text("31.95 USD goes to others")
    look(visitor, page)
    page.click("text=Publish 1 change")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("Published.")
    look(visitor, page)
    page.click("nav.side >> text=Rules")
    page.click("text=project chekout goes to checkout")
    expect(page.locator("main")).to_contain_text("A typing error at checkout")
    look(visitor, page)
    assert MappingRule.objects.filter(name="project chekout goes to checkout").exists()
    assert visitor.complaints == []


def test_a_form_of_the_administration_leads_to_a_preview(visitor: Visitor, ada: User) -> None:
    visitor.sign_in("ada")
    page = visitor.visit("/rules/")
    page.click("main tbody a:text-is('Change')")
    page.fill("#id_reason", "Contract ends")
    page.fill("#id_valid_until", "2026-10-01")
    page.click("text=Preview as a draft")
    page.wait_for_url("**/rules/drafts/*/")
    page.click("button:has-text('Preview')")
    page.wait_for_load_state("networkidle")
    look(visitor, page)
    page.goto(f"/rules/drafts/{Draft.objects.get().pk}/edit/")
    look(visitor, page)
    assert visitor.complaints == []


def test_finance_is_the_second_person(visitor: Visitor, ada: User, fay: User) -> None:
    AllocationOptions.objects.update(needs_second_person=True)
    visitor.sign_in("ada")
    page = visitor.visit(UNKNOWN)
    page.check("input[name=row]")
    page.fill("#id_reason", "A typing error")
    page.click("text=Preview effect")
    page.wait_for_url("**/rules/drafts/*/")
    address = page.url
    expect(page.locator("main")).to_contain_text("A second person has to approve it.")
    page.context.clear_cookies()
    visitor.sign_in("fay")
    page.goto(address)
    page.click("text=Approve as second person")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("Approved by Fay")
    look(visitor, page)
    assert visitor.complaints == []
