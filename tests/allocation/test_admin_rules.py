"""Ada edits mapping rules, pools, split rules, readings and options in the administration."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.engine.rulebook import Rulebook
from allocation.models import AllocationOptions, Driver, MappingRule, Pool, Reading, SplitRule, Team

from .forms import act, add, change, errors, messages, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, ada: User, company: Rulebook) -> Client:
    client.force_login(ada)
    return client


def condition(dimension: str, operator: str, values: str) -> dict[str, Any]:
    prefix = "conditions-0-"
    return {f"{prefix}dimension": dimension, f"{prefix}operator": operator, f"{prefix}values": values}


def test_a_rule_is_added_below_the_others_with_one_value_a_line(desk: Client) -> None:
    team = Team.objects.get(slug="payments")
    fields = condition("tags.env", "is", " prod \r\n\r\nlive*\r\n")
    assert errors(submit(desk, add("mappingrule"), name="live", team=team.pk, **fields)) == []
    rule = MappingRule.objects.get(name="live")
    assert rule.position == 20
    assert [(one.dimension, one.values) for one in rule.conditions.all()] == [("tags.env", ["prod", "live*"])]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (condition("servce", "is", "x"), "did you mean 'service'?"),
        (condition("env", "is", "x"), "tags.KEY, cost_category.NAME or"),
        (condition("service", "regex", "(a"), "The regular expression '(a' is not understood"),
        (condition("service", "is", ""), "Write at least one value"),
        (condition("service", "absent", "x"), "has no values; remove them"),
        (condition("service", "is", "x" * 257), "at most 256 characters"),
    ],
)
def test_a_condition_that_cannot_be_is_refused_at_its_field(
    desk: Client, fields: dict[str, Any], sentence: str
) -> None:
    told = errors(submit(desk, add("mappingrule"), name="r", team=Team.objects.all()[0].pk, **fields))
    assert len(told) == 1
    assert sentence in told[0]


@pytest.mark.parametrize("both", [False, True])
def test_a_rule_has_exactly_one_target(desk: Client, both: bool) -> None:
    targets = {"team": Team.objects.all()[0].pk, "pool": Pool.objects.all()[0].pk} if both else {}
    told = errors(submit(desk, add("mappingrule"), name="r", **condition("service", "is", "x"), **targets))
    assert told == ["Choose exactly one of project, team and pool: where the matched cost goes."]


def test_rules_move_up_and_down_and_are_duplicated_below_themselves(desk: Client) -> None:
    team = Team.objects.get(slug="payments")
    for position, name in ((20, "b"), (30, "c")):
        MappingRule.objects.create(position=position, name=name, team=team)
    act(desk, "mappingrule", "move_up", [MappingRule.objects.get(name="c")])
    assert order() == ["support fee", "c", "b"]
    act(desk, "mappingrule", "move_down", [MappingRule.objects.get(name="support fee")])
    assert order() == ["c", "support fee", "b"]
    act(desk, "mappingrule", "duplicate", [MappingRule.objects.get(name="support fee")])
    assert order() == ["c", "support fee", "support fee (2)", "b"]
    assert MappingRule.objects.get(name="support fee (2)").conditions.get().values == ["AWS Support*"]


def test_positions_are_edited_in_the_list(desk: Client) -> None:
    rule = MappingRule.objects.get()
    data = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": rule.pk, "form-0-position": 7, "_save": "Save"}
    desk.post("/admin/allocation/mappingrule/", data)
    assert MappingRule.objects.get().position == 7


def split(slug: str, *shares: tuple[str, str, str], **fields: Any) -> dict[str, Any]:
    """The fields of a split rule of the pool with (kind, slug, weight) as shares."""
    models: dict[str, Any] = {"team": Team, "pool": Pool}
    values: dict[str, Any] = {"pool": Pool.objects.get(slug=slug).pk, "shares-TOTAL_FORMS": len(shares), **fields}
    for place, (kind, target, weight) in enumerate(shares):
        row = models[kind].objects.get(slug=target)
        values |= {f"shares-{place}-{kind}": row.pk, f"shares-{place}-weight": weight}
    return values


def test_a_split_rule_is_made_with_its_receivers(desk: Client) -> None:
    Pool.objects.create(slug="rds", name="Databases")
    fields = split("rds", ("team", "platform", "0.1"), ("team", "payments", "0.2"), method="fixed")
    assert errors(submit(desk, add("splitrule"), **fields)) == []
    rule = SplitRule.objects.get(pool__slug="rds")
    assert [(share.team.slug, share.weight) for share in rule.shares.all()] == [
        ("platform", Decimal("0.1")),
        ("payments", Decimal("0.2")),
    ]


TEAM, OTHER = ("team", "platform", "1"), ("team", "payments", "1")


@pytest.mark.parametrize(
    ("shares", "fields", "sentence"),
    [
        ([TEAM], {"method": "even", "to_all_teams": "on"}, "'All teams' is ticked: remove the receivers"),
        ([], {"method": "even"}, "Nobody receives the pool: add a receiver"),
        ([], {"method": "fixed", "to_all_teams": "on"}, "Fixed weights need a list of receivers"),
        ([TEAM, TEAM], {"method": "even"}, "team:platform stands twice"),
        ([("team", "platform", "3")], {"method": "proportional"}, "Weights count for 'fixed weights' only"),
        ([("team", "platform", "0"), ("team", "payments", "0")], {"method": "fixed"}, "The weights sum to zero"),
        ([("team", "platform", "-1"), OTHER], {"method": "fixed"}, "A weight cannot be negative"),
        ([("pool", "rds", "1"), TEAM], {"method": "even"}, "the pool is its own receiver"),
        ([("pool", "empty", "1")], {"method": "even"}, "pools do not charge each other"),
        ([TEAM], {"method": "driver"}, "Choose a driver for the method"),
        ([TEAM], {"method": "even", "basis": "total"}, "Only 'in proportion to cost' uses this"),
        ([TEAM], {"method": "even", "fallback": "previous"}, "Only 'by readings of a driver' has readings"),
        ([TEAM], {"method": "even", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "later than the start"),
    ],
)
def test_a_split_rule_that_cannot_be_is_refused_with_the_fix(
    desk: Client, shares: list[Any], fields: dict[str, Any], sentence: str
) -> None:
    Pool.objects.create(slug="rds", name="Databases")
    Pool.objects.create(slug="empty", name="Empty")
    told = errors(submit(desk, add("splitrule"), **split("rds", *shares, **fields)))
    assert sentence in "\n".join(told)
    assert not SplitRule.objects.filter(pool__slug="rds").exists()


def test_a_pool_that_only_charges_pools_without_a_team_is_refused(desk: Client) -> None:
    AllocationOptions.objects.update(settlement="reciprocal")
    for slug in ("rds", "empty"):
        Pool.objects.create(slug=slug, name=slug)
    told = errors(submit(desk, add("splitrule"), **split("rds", ("pool", "empty", "1"), method="even")))
    assert "pools.rds.targets: the pool can reach no team" in told[0]


def test_two_split_rules_of_a_pool_on_one_day_are_refused(desk: Client) -> None:
    told = errors(submit(desk, add("splitrule"), **split("support", TEAM, method="even", valid_from="2026-01-01")))
    assert "The pool already has a split rule on some of these days; end the other one first" in told[0]


def test_a_reading_belongs_to_its_month_and_stands_once(desk: Client) -> None:
    driver, team = Driver.objects.create(slug="gb", name="GB"), Team.objects.get(slug="platform")
    fields = {"readings-0-month": "2026-10-17", "readings-0-team": team.pk, "readings-0-value": "12.5"}
    assert errors(submit(desk, change(driver), **fields)) == []
    assert str(Reading.objects.get().month) == "2026-10-01"
    again = {"readings-1-month": "2026-10-01", "readings-1-team": team.pk, "readings-1-value": "1"}
    assert errors(submit(desk, change(driver), **again)) == [
        "There is a reading for this receiver and month; change that one."
    ]


def test_the_list_of_options_opens_the_one_row_and_lines_become_a_list(desk: Client) -> None:
    answer = desk.get("/admin/allocation/allocationoptions/", follow=True)
    path = answer.redirect_chain[-1][0]
    assert errors(submit(desk, path, tag_keys="project\r\napp\r\n", settlement_order="support")) == []
    assert AllocationOptions.objects.get().tag_keys == ["project", "app"]
    assert "There is no pool 'supprt'" in errors(submit(desk, path, settlement_order="supprt"))[0]
    assert desk.get("/admin/allocation/allocationoptions/add/").status_code == 403


def test_after_a_save_the_rulebook_as_a_whole_is_checked(desk: Client) -> None:
    """Direct settlement was changed behind Ada's back; whatever she saves next tells her."""
    AllocationOptions.objects.update(settlement_order=["nowhere"])
    answer = submit(desk, change(Team.objects.get(slug="platform")), name="Platform")
    assert any(
        "The rulebook is not complete yet: settlement.order: there is no pool" in one for one in messages(answer)
    )


def order() -> list[str]:
    return list(MappingRule.objects.values_list("name", flat=True))
