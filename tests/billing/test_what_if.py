"""A draft is looked at before it counts: what is shown is what the run after publishing makes, to the cent."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from allocation.drafts import DraftRefusedError, approve, discard, edit, new_draft, take_over
from allocation.engine.rulebook import Condition, Kind, Operator, Rule, Rulebook, Span, Target, Tenure
from allocation.history.changes import history_of
from allocation.models import AllocationOptions, Draft, MappingRule
from allocation.rulebook import load_rulebook, rulebook_from_yaml, save_rulebook
from chargeback.billing.draft_figures import MonthChange, month_changes
from chargeback.billing.models import BillingPeriod, Run, StatementLine
from chargeback.billing.publishing import publish_draft
from chargeback.billing.runs import run_period
from chargeback.billing.what_if import preview_months, sides_of, start_preview
from chargeback.costs.models import Pull, Source
from chargeback.jobs.models import Job
from chargeback.jobs.work import HANDLERS

from .conftest import BILL, NOW, OCTOBER, RULES, store_row

SEPTEMBER, NOVEMBER = dt.date(2026, 9, 1), dt.date(2026, 11, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def months(rules: None, store: Callable[..., Pull]) -> list[BillingPeriod]:
    """September and October, calculated."""
    store(month=SEPTEMBER, rows=[(1, "AWS Lambda", "checkout", "8", "8"), (2, "EC2 - Other", "", "2", "2")])
    store()
    return [run_period(month, "USD", NOW).period for month in (SEPTEMBER, OCTOBER)]


def lambda_to(team: str, first: dt.date | None = None) -> Rule:
    where = Condition("service", Operator.IS, ("AWS Lambda",))
    return Rule(f"lambda to {team}", (where,), Target(Kind.TEAM, team), Span(first))


def draft_of(user: User, rulebook: Rulebook | None = None) -> Draft:
    base = load_rulebook()
    changed = rulebook or replace(base, rules=(lambda_to("data"), *base.rules))
    return new_draft("Lambda", "Agreed in May", base, changed, user, NOW)


def looked_at(draft: Draft, *months: dt.date) -> dict[dt.date, MonthChange]:
    preview_months(draft, months, lambda: NOW, lambda done, total, message: None)
    return {change.month: change for change in month_changes(draft)}


def shown(change: MonthChange) -> dict[str, tuple[Decimal, Decimal]]:
    return {team.slug: (team.before, team.after) for team in change.teams if team.before or team.after}


def cents_of(run: Run | None) -> dict[str, Decimal]:
    lines = StatementLine.objects.filter(run=run).values_list("team__slug").annotate(Sum("cents")).order_by()
    return {slug or "": cents for slug, cents in lines if cents}


def test_a_month_is_shown_before_and_after_with_what_moved(months: list[BillingPeriod], ada: User) -> None:
    change = looked_at(draft_of(ada), OCTOBER)[OCTOBER]
    assert shown(change) == {
        "": (Decimal("2.00"), Decimal("2.00")),
        "data": (Decimal("33.78"), Decimal("34.83")),
        "shop": (Decimal("13.72"), Decimal("12.67")),
    }
    assert (change.is_conserved, change.moved, change.bill) == (True, Decimal("1.05"), Decimal("49.5"))
    moved = [(one.before.team, one.after.team, one.after.rule, one.amount) for one in change.moves]
    assert moved == [
        ("data", "data", "lambda to data", Decimal("6.6666666666")),
        ("shop", "data", "lambda to data", Decimal("3.3333333333")),
        ("shop", "data", "lambda to data", Decimal("-2.5")),
    ]


def test_what_is_looked_at_changes_nothing(months: list[BillingPeriod], ada: User) -> None:
    before = load_rulebook(), list(Run.objects.values_list("pk", flat=True)), cents_of(months[1].current_run)
    looked_at(draft_of(ada), OCTOBER)
    months[1].refresh_from_db()
    assert (load_rulebook(), list(Run.objects.values_list("pk", flat=True)), cents_of(months[1].current_run)) == before


def test_closed_months_are_not_reached(months: list[BillingPeriod], ada: User) -> None:
    BillingPeriod.objects.filter(month=SEPTEMBER).update(state=BillingPeriod.State.CLOSED)
    draft = draft_of(ada)
    assert list(looked_at(draft, SEPTEMBER, OCTOBER)) == [OCTOBER]
    with pytest.raises(DraftRefusedError, match="nothing to look at"):
        start_preview(draft, [SEPTEMBER], ada, NOW)


def test_published_rules_carry_author_and_reason_and_open_months_are_queued(
    months: list[BillingPeriod], ada: User
) -> None:
    draft = draft_of(ada)
    looked_at(draft, OCTOBER)
    publish_draft(draft.pk, draft.edition, ada, NOW)
    newest = history_of("rule", MappingRule.objects.get(name="lambda to data").pk)[0]
    assert newest.author.name == "Ada (ada)"
    assert newest.author.reason == f"Agreed in May (draft {draft.pk}: Lambda, prepared by Ada (ada))"
    assert {job.slot for job in Job.objects.filter(kind="run")} == {"run:2026-09", "run:2026-10"}


def test_nothing_is_published_that_nobody_looked_at(months: list[BillingPeriod], ada: User) -> None:
    draft = draft_of(ada)
    with pytest.raises(DraftRefusedError, match="Look at the preview"):
        publish_draft(draft.pk, draft.edition, ada, NOW)
    looked_at(draft, OCTOBER)
    base = load_rulebook()
    edited = edit(draft.pk, draft.edition, "n", "r", replace(base, rules=(lambda_to("shop"),)), ada, NOW)
    with pytest.raises(DraftRefusedError, match="Look at the preview"):
        publish_draft(edited.pk, edited.edition, ada, NOW)
    assert load_rulebook() == base


def test_a_rulebook_that_moved_on_is_told_and_taken_over_without_loss(months: list[BillingPeriod], ada: User) -> None:
    draft = draft_of(ada)
    looked_at(draft, OCTOBER)
    MappingRule.objects.filter(name="support fee").update(note="changed meanwhile")
    with pytest.raises(DraftRefusedError, match="rulebook has changed since"):
        publish_draft(draft.pk, draft.edition, ada, NOW)
    assert take_over(draft.pk, draft.edition, ada, NOW) == ()
    draft.refresh_from_db()
    with pytest.raises(DraftRefusedError, match="Look at the preview"):
        publish_draft(draft.pk, draft.edition, ada, NOW)
    looked_at(draft, OCTOBER)
    publish_draft(draft.pk, draft.edition, ada, NOW)
    assert {(rule.name, rule.note) for rule in load_rulebook().rules} == {
        ("lambda to data", ""),
        ("support fee", "changed meanwhile"),
    }


def test_a_second_person_approves_exactly_what_is_published(months: list[BillingPeriod], ada: User, fay: User) -> None:
    AllocationOptions.objects.update(needs_second_person=True)
    draft = draft_of(ada)
    looked_at(draft, OCTOBER)
    with pytest.raises(DraftRefusedError, match="second person"):
        publish_draft(draft.pk, draft.edition, ada, NOW)
    with pytest.raises(DraftRefusedError, match="of their own"):
        approve(draft.pk, draft.edition, ada, NOW)
    approve(draft.pk, draft.edition, fay, NOW)
    again = edit(draft.pk, draft.edition, "n", "another reason", rulebook_of(draft), ada, NOW)
    with pytest.raises(DraftRefusedError, match="second person"):
        publish_draft(again.pk, again.edition, ada, NOW)
    approve(again.pk, again.edition, fay, NOW)
    publish_draft(again.pk, again.edition, ada, NOW)
    assert (
        "approved by Fay (fay)"
        in history_of("rule", MappingRule.objects.get(name="lambda to data").pk)[0].author.reason
    )


def rulebook_of(draft: Draft) -> Rulebook:
    return sides_of(draft).after


def test_two_editors_do_not_overwrite_each_other(months: list[BillingPeriod], ada: User) -> None:
    draft = draft_of(ada)
    edit(draft.pk, draft.edition, "first", "r", rulebook_of(draft), ada, NOW)
    with pytest.raises(DraftRefusedError, match="still in the form"):
        edit(draft.pk, draft.edition, "second", "r", rulebook_of(draft), ada, NOW)
    assert Draft.objects.get().name == "first"


def test_an_ended_draft_stays_as_it_ended(months: list[BillingPeriod], ada: User) -> None:
    draft = draft_of(ada)
    discard(draft.pk, draft.edition, ada, NOW)
    with pytest.raises(DraftRefusedError, match="was discarded"):
        publish_draft(draft.pk, draft.edition, ada, NOW)


def test_several_months_are_a_job_that_tells_how_far_it_is(months: list[BillingPeriod], ada: User) -> None:
    draft = draft_of(ada)
    assert start_preview(draft, [OCTOBER], ada, NOW) is None
    job = start_preview(draft, [SEPTEMBER, OCTOBER], ada, NOW)
    assert job is not None
    told: list[str] = []
    assert HANDLERS["preview"](job, lambda done, total, message: told.append(message)) == "2 months looked at"
    assert told == ["0 of 2 months, now 2026-10 USD", "1 of 2 months, now 2026-09 USD"]
    assert len(month_changes(draft)) == 2


CHANGES = st.lists(
    st.sampled_from(["lambda", "late lambda", "support", "untagged", "move search", "no rules"]), min_size=1, max_size=4
)


def changed(rulebook: Rulebook, words: list[str]) -> Rulebook:
    """The small company's rulebook with some of the changes that admins make."""
    for word in words:
        match word:
            case "lambda" | "late lambda":
                first = dt.date(2026, 10, 10) if word == "late lambda" else None
                rule = replace(lambda_to("data", first), name=f"{word} {len(rulebook.rules)}")
                rulebook = replace(rulebook, rules=(rule, *rulebook.rules))
            case "support":
                pool = rulebook.pools[0]
                even = replace(pool, splits=tuple(replace(one, fallback="even") for one in pool.splits))
                rulebook = replace(rulebook, pools=(even,))
            case "untagged":
                rule = Rule(
                    f"untagged {len(rulebook.rules)}",
                    (Condition("tags.project", Operator.ABSENT),),
                    Target(Kind.TEAM, "shop"),
                    Span(dt.date(2026, 10, 3)),
                )
                rulebook = replace(rulebook, rules=(*rulebook.rules, rule))
            case "move search":
                projects = (
                    replace(one, tenures=(Tenure("data"),)) if one.slug == "search" else one
                    for one in rulebook.projects
                )
                rulebook = replace(rulebook, projects=tuple(projects))
            case "no rules":
                rulebook = replace(rulebook, rules=())
    return rulebook


class TestEveryDraft(TestCase):
    """Laws that hold for any draft."""

    def setUp(self) -> None:
        save_rulebook(rulebook_from_yaml(RULES))
        self.ada = User.objects.create_user("ada")

    @given(CHANGES, st.lists(st.integers(-(10**12), 10**12), min_size=len(BILL), max_size=len(BILL)))
    @settings(max_examples=25, deadline=None)
    def test_the_run_after_publishing_is_what_the_preview_showed(self, words: list[str], units: list[int]) -> None:
        amounts = [Decimal(one).scaleb(-10) for one in units]
        store_bill([(*row[:3], str(amount), str(amount)) for row, amount in zip(BILL, amounts, strict=True)])
        before = run_period(OCTOBER, "USD", NOW)
        wanted = changed(load_rulebook(), words)
        if wanted == load_rulebook():
            return
        draft = draft_of(self.ada, wanted)
        change = looked_at(draft, OCTOBER)[OCTOBER]
        publish_draft(draft.pk, draft.edition, self.ada, NOW)
        after = run_period(OCTOBER, "USD", NOW)
        assert change.is_conserved
        assert change.is_shown
        assert {slug: pair[0] for slug, pair in shown(change).items() if pair[0]} == cents_of(before)
        assert {slug: pair[1] for slug, pair in shown(change).items() if pair[1]} == cents_of(after)


def store_bill(rows: list[tuple[int, str, str, str, str]]) -> None:
    source = Source.objects.create(slug="aws", name="AWS")
    pull = Pull.objects.create(source=source, start=OCTOBER, end=NOVEMBER, state="stored", started_at=NOW)
    for row in rows:
        store_row(source, pull, OCTOBER, "USD", row)
