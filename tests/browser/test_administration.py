"""The administration in a real browser: nothing its policy refuses, no side scroll, choices and rows that work."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page

from allocation.models import MappingRule, Pool, Project, SplitRule, Team

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = ["team", "owner", "project", "mappingrule", "pool", "splitrule", "driver", "reading"]


def test_a_walk_through_the_administration(visitor: Visitor, ada: User) -> None:
    visitor.sign_in("ada")
    first = [model.objects.first() for model in (Team, Project, MappingRule, Pool, SplitRule)]
    pages = [f"/admin/allocation/{model}/" for model in LISTS]
    pages += [f"/admin/allocation/{model}/add/" for model in LISTS]
    pages += [f"/admin/allocation/{row._meta.model_name}/{row.pk}/change/" for row in first if row]
    pages += ["/admin/", "/admin/allocation/allocationoptions/1/change/", "/admin/auth/user/", "/admin/auth/user/add/"]
    pages += [f"/admin/auth/user/{ada.pk}/change/"]
    for address in pages:
        page = visitor.visit(address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                visitor.complaints.append(f"{address}: scrolls sideways at {width} px")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert len(pages) >= 25
    assert visitor.complaints == []


def test_ada_makes_a_rule_with_two_conditions_by_mouse_and_keyboard(visitor: Visitor, ada: User) -> None:
    visitor.sign_in("ada")
    page = visitor.visit("/admin/allocation/mappingrule/add/")
    page.fill("#id_name", "Production databases")
    choose(page, "id_team", "Paym")
    write_condition(page, 0, "service", "Amazon Relational Database Service")
    page.click("text=Add another Condition")
    write_condition(page, 1, "tags.env", "prod\nlive")
    page.fill("#id_reason", "The databases are paid by Payments")
    page.click("input[name=_save]")
    rule = MappingRule.objects.get(name="Production databases")
    assert [(one.dimension, len(one.values)) for one in rule.conditions.all()] == [("service", 1), ("tags.env", 2)]
    assert rule.team is not None
    assert visitor.complaints == []


def choose(page: Page, field: str, text: str) -> None:
    """Picks the first suggestion for the text in a field with search."""
    page.click(f"#{field} + .select2")
    page.fill(".select2-search__field", text)
    page.click(f".select2-results__option:has-text('{text}')")


def write_condition(page: Page, row: int, dimension: str, values: str) -> None:
    page.fill(f"#id_conditions-{row}-dimension", dimension)
    page.fill(f"#id_conditions-{row}-values", values)
