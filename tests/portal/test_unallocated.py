"""Unallocated cost: groups, guesses with their reasons, and giving rows to somebody with a look before it counts."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.engine.rulebook import Kind, Rulebook, Target
from allocation.history.changes import history_of
from allocation.models import Draft, MappingRule, Project, ProjectTag
from allocation.rulebook import load_rulebook, problems_of, rulebook_from_json, rulebook_from_yaml
from allocation.rulebook.assign import AssignmentRefusedError, Wish, assigned
from chargeback.billing.guesses import guesses
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.unallocated import unallocated
from chargeback.costs.models import CostSeries, Pull
from tests.billing.conftest import NOW
from tests.conftest import COMPANY

from .bill import OCTOBER
from .reading import cells, text

PAGE = "/m/2026-10/unallocated/"


@pytest.fixture
def desk(client: Client, october: BillingPeriod, ada: User) -> Client:
    client.force_login(ada)
    return client


def key_of(period: BillingPeriod, reason: str) -> str:
    return next(row.key for row in unallocated(period) if row.reason == reason)


def pick(desk: Client, keys: list[str], **fields: str) -> str:
    """The page after the form was sent."""
    form = {"row": keys, "first": "2026-10-01", "reason": "A typing error", **fields}
    return text(desk.post(PAGE, form, follow=True))


def test_the_page_tells_how_much_is_with_nobody_and_the_best_guess(desk: Client) -> None:
    answer = desk.get(PAGE)
    assert "49.00 USD (0.1\u00a0% of the bill, the aim is at most 2 %) is with nobody" in text(answer)
    page = answer.content.decode()
    assert 'value="project:checkout"' in page
    assert "93 % like the tag value checkout" in page


def test_finance_sees_guesses_and_no_form(desk: Client, fay: User) -> None:
    desk.force_login(fay)
    answer = desk.get(PAGE)
    assert "project:checkout 93 % like the tag value checkout" in text(answer)
    assert b'name="row"' not in answer.content


def test_a_typing_error_is_given_to_its_project_from_a_day_on(desk: Client, october: BillingPeriod) -> None:
    key = key_of(october, "unknown tag value")
    shown = pick(desk, [key], **{f"to-{key}": "project:checkout"})
    assert "31.95 USD goes to others" in shown
    draft = Draft.objects.get()
    assert cells(desk.get(f"/rules/drafts/{draft.pk}/"), "table-teams") == [
        ["Payments", "Oct 2026", "73,290.27", "73,322.22", "+31.95"],
        ["Unallocated", "Oct 2026", "49.00", "17.05", "−31.95"],
        ["All teams and unallocated", "", "74,589.52", "74,589.52", "0.00"],
    ]
    desk.post(f"/rules/drafts/{draft.pk}/publish/", {"edition": draft.edition})
    rule = MappingRule.objects.get(name="project chekout goes to checkout")
    assert (str(rule.valid_from), rule.note) == ("2026-10-01", "A typing error")
    assert history_of("rule", rule.pk)[0].author.reason.startswith("A typing error (draft ")
    assert run_period(OCTOBER, "USD", NOW).unallocated == Decimal("17.05")
    assert "chekout" not in text(desk.get(PAGE))


def test_without_a_day_the_value_becomes_the_projects_own(desk: Client, october: BillingPeriod) -> None:
    key = key_of(october, "unknown tag value")
    pick(desk, [key], first="", **{f"to-{key}": "Checkout"})
    draft = Draft.objects.get()
    desk.post(f"/rules/drafts/{draft.pk}/preview/", {"month": "2026-10"})
    desk.post(f"/rules/drafts/{draft.pk}/publish/", {"edition": draft.edition})
    assert ProjectTag.objects.get(value="chekout").project.slug == "checkout"


def test_untagged_cost_is_given_to_a_team_by_account_and_service(desk: Client, october: BillingPeriod) -> None:
    pick(desk, [key_of(october, "no tag")], to="team:platform")
    [rule] = [rule for rule in rulebook_of(Draft.objects.get()).rules if rule.name.startswith("untagged")]
    assert [(one.dimension, str(one.operator)) for one in rule.conditions] == [
        ("account", "absent"),
        ("service", "is"),
        ("tags.project", "absent"),
    ]


def rulebook_of(draft: Draft) -> Rulebook:
    return rulebook_from_json(draft.rulebook)


def test_everything_that_matches_goes_at_once(desk: Client) -> None:
    assert "Assign 2 unallocated rows of 2026-10" in pick(desk, [], everything="on", to="team:platform")


def test_with_guesses_alone_only_what_has_one_is_assigned(desk: Client) -> None:
    assert "chekout goes to project:checkout" in pick(desk, [], everything="on")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"to": "team:platform", "reason": ""}, "Write a reason"),
        ({"to": "team:platform", "first": "soon"}, "a day as YYYY-MM-DD"),
        ({"to": ""}, "Say for each chosen row to whom it goes"),
        ({"to": "team:nobody"}, "'team:nobody' is no project, team or pool"),
        ({"to": "<script>alert(1)</script>"}, "is no project, team or pool"),
    ],
)
def test_what_cannot_be_had_is_told_and_what_was_written_stays(
    desk: Client, october: BillingPeriod, fields: dict[str, str], sentence: str
) -> None:
    key = key_of(october, "no tag")
    answer = desk.post(PAGE, {"row": key, "first": "2026-10-01", "reason": "Why not", **fields})
    assert sentence in text(answer)
    page = answer.content.decode()
    assert f'value="{key}" checked' in page
    assert "<script>alert" not in page
    assert not Draft.objects.exists()


def test_a_mended_receiver_for_all_counts_at_once(desk: Client, october: BillingPeriod) -> None:
    form = {"row": key_of(october, "no tag"), "first": "2026-10-01", "reason": "Why not"}
    page = desk.post(PAGE, form | {"to": "team:nobody"}).content.decode()
    own = re.search(rf'name="to-{form["row"]}"[^>]* value="([^"]*)"', page)
    assert own
    desk.post(PAGE, form | {f"to-{form['row']}": own[1], "to": "team:platform"})
    assert Draft.objects.exists()


def test_nothing_picked_is_told(desk: Client) -> None:
    assert "Choose at least one row" in pick(desk, [])
    assert "Choose at least one row" in pick(desk, ["not-a-row"])


def test_a_closed_month_says_that_it_keeps_its_numbers(desk: Client, october: BillingPeriod) -> None:
    BillingPeriod.objects.filter(pk=october.pk).update(state=BillingPeriod.State.CLOSED)
    assert "The month is closed and keeps its numbers" in text(desk.get(PAGE))


def test_the_file_has_every_row_and_cannot_run(desk: Client, company: Rulebook, store: Callable[..., Pull]) -> None:
    store([(1, "=cmd|' /c calc'!A1", "+SUM(1)", "5", "5")])
    run_period(OCTOBER, "USD", NOW)
    answer = desk.get(f"{PAGE}export.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="chargeback_unallocated_2026-10_USD.csv"'
    assert '"\'+SUM(1)"' in answer.content.decode()
    assert "\"'=cmd|' /c calc'!A1\"" in answer.content.decode()


def test_neighbours_tell_whose_untagged_cost_probably_is(
    desk: Client, october: BillingPeriod, company: Rulebook, store: Callable[..., Pull]
) -> None:
    parts = (("checkout", "80"), ("gateway", "20"), ("", "5"))
    store([(1, "AWS Lambda", tag, amount, amount) for tag, amount in parts])
    CostSeries.objects.update(sub_account_id="1234")
    period = run_period(OCTOBER, "USD", NOW).period
    assert period.current_run is not None
    [guess] = guesses(period.current_run, unallocated(period)).values()
    assert guess.target == Target(Kind.PROJECT, "checkout")
    assert guess.why == "80 % of the account's other AWS Lambda is there"


def test_a_project_without_a_team_gets_one_on_its_free_days_only(company: Rulebook) -> None:
    wish = Wish(Target(Kind.TEAM, "payments"), project="gateway")
    assert assigned(company, [wish], None, "") == company
    ended = "team: [{team: platform, until: 2026-09-16}], tags"
    orphan = rulebook_from_yaml(COMPANY.replace("team: platform, tags", ended))
    found = assigned(orphan, [wish], dt.date(2026, 10, 1), "")
    gateway = next(one for one in found.projects if one.slug == "gateway")
    held = [(one.team, str(one.span.start)) for one in gateway.tenures]
    assert held == [("platform", "None"), ("payments", "2026-10-01")]
    with pytest.raises(AssignmentRefusedError, match="choose a team"):
        assigned(orphan, [Wish(Target(Kind.POOL, "support"), project="gateway")], None, "")


TARGETS = [Target(Kind.TEAM, "platform"), Target(Kind.PROJECT, "checkout"), Target(Kind.POOL, "support")]
WISHES = st.lists(
    st.builds(
        Wish,
        target=st.sampled_from(TARGETS),
        account=st.sampled_from(["", "1111", "2222"]),
        service=st.sampled_from(["", "AWS Lambda", "a*b"]),
        tag_key=st.sampled_from(["", "project"]),
        tag_value=st.sampled_from(["chekout", "*", "=1+1", "x" * 150]),
    ),
    min_size=1,
    max_size=6,
)


@given(WISHES, st.sampled_from([None, dt.date(2026, 10, 5)]))
@settings(max_examples=100, deadline=None)
def test_any_wishes_give_a_rulebook_that_can_be_calculated(wishes: list[Wish], first: dt.date | None) -> None:
    company = rulebook_from_yaml(COMPANY)
    found = assigned(company, wishes, first, "why")
    assert problems_of(found) == []
    assert found.rules[: len(company.rules)] == company.rules


def test_hostile_tags_break_neither_page_nor_rule(desk: Client, company: Rulebook, store: Callable[..., Pull]) -> None:
    hostile = '<script>alert("x")</script>\u202e*'
    store([(1, "AWS Lambda", hostile, "5", "5")])
    period = run_period(OCTOBER, "USD", NOW).period
    assert "<script>alert" not in desk.get(PAGE).content.decode()
    shown = pick(desk, [key_of(period, "unknown tag value")], to="team:platform")
    assert "5.00 USD goes to others" in shown
    assert load_rulebook() == company
    assert Project.objects.count() == 3
