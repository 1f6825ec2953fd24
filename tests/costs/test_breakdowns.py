"""What a bill is pulled apart by: what the source allows, as far as the rulebook reads it."""

import pytest

from allocation.engine.rulebook import Condition, Kind, Operator, Rule, Rulebook, Target
from allocation.rulebook import rulebook_from_yaml
from chargeback.costs.breakdowns import breakdown_of, fingerprint, in_words
from chargeback.costs.models import Source

TEAMS = "teams: {dev: {}}\n"
SOURCE = Source(slug="aws", tag_keys=["project", "env", "owner"], cost_categories=["Division", "Unit"])


def rules(*conditions: str) -> str:
    listed = "".join(f"  - {{name: r{n}, when: {{{one}}}, team: dev}}\n" for n, one in enumerate(conditions))
    return f"{TEAMS}rules:\n{listed}" if conditions else TEAMS


@pytest.mark.parametrize(
    ("text", "tag_keys"),
    [
        (rules(), ("project",)),
        (rules("tags.env: prod"), ("project", "env")),
        (rules("tags.owner: {absent: true}", "service: EC2"), ("project", "owner")),
        (f"tag: [team, env]\n{TEAMS}", ("project", "env")),
        (rules("tags.other: x"), ("project",)),
    ],
)
def test_further_dimensions_are_pulled_only_while_the_rulebook_reads_them(text: str, tag_keys: tuple[str, ...]) -> None:
    assert breakdown_of(SOURCE, rulebook_from_yaml(text)).tag_keys == tag_keys


def test_a_cost_category_is_pulled_only_while_a_rule_reads_it() -> None:
    division = Condition("cost_category.Division", Operator.IS, ("Freight",))
    rule = Rule("division", (division,), Target(Kind.TEAM, "dev"))
    assert breakdown_of(SOURCE, Rulebook(rules=(rule,))).cost_categories == ("Division",)
    assert breakdown_of(SOURCE, Rulebook()).cost_categories == ()


@pytest.mark.parametrize(
    ("condition", "named", "others"),
    [
        ('service: "AWS Support*"', "AWS Support (Business)", "Amazon Redshift"),
        ("service: {not: [Amazon Redshift]}", "Amazon Redshift", "AWS Lambda"),
        ("service: {regex: '^Amazon R'}", "Amazon Redshift", "AWS Lambda"),
        ("service: Lambda", "AWS Lambda", "Amazon Redshift"),
    ],
)
def test_a_service_that_a_rule_tells_from_others_is_named(condition: str, named: str, others: str) -> None:
    is_named = breakdown_of(SOURCE, rulebook_from_yaml(rules(condition))).is_named
    assert is_named(named)
    assert not is_named(others)


def test_services_in_scope_are_named_too() -> None:
    is_named = breakdown_of(SOURCE, rulebook_from_yaml(f"{TEAMS}filters: {{services: [S3]}}\n")).is_named
    assert is_named("Amazon Simple Storage Service")
    assert not is_named("AWS Lambda")


def test_each_choice_changes_the_fingerprint_and_the_words() -> None:
    book = rulebook_from_yaml(TEAMS)
    plain = Source(slug="aws")
    others = [
        Source(slug="aws", billed_metric="NetUnblendedCost"),
        Source(slug="aws", effective_metric="NetAmortizedCost"),
        Source(slug="aws", tag_keys=["team"]),
        Source(slug="aws", by_region=True),
        Source(slug="aws", by_usage_type=True),
        Source(slug="aws", product_attributes=["model"]),
    ]
    prints = [fingerprint(breakdown_of(one, book)) for one in (plain, *others)]
    assert len(set(prints)) == len(prints)
    assert fingerprint(breakdown_of(Source(slug="other", payer_account="1" * 12), book)) == prints[0]
    words = in_words(breakdown_of(Source(slug="aws", by_region=True, product_attributes=["model"]), book))
    assert words == "account, service, tag project, product attribute model, region"
