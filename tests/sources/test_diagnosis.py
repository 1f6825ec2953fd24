"""A connection test says in words what holds and what to do, in few requests; the policy holds what is used."""

import datetime as dt
from typing import Any

import pytest

from chargeback.sources.batch import Access, Breakdown, TagKey
from chargeback.sources.cost_explorer import connect, diagnose, policy, tag_keys, trust
from chargeback.sources.refusals import SourceError
from tests.demo.conftest import TODAY, Service

from .conftest import HASTY, answering

PROJECT = Breakdown(tag_keys=("project",))
ROLE = "arn:aws:iam::111111111111:role/chargeback"


def found(access: Access = Access(), breakdown: Breakdown = PROJECT) -> dict[str, tuple[bool, str]]:  # noqa: B008
    findings = diagnose(access, breakdown, TODAY, patience=HASTY)
    return {finding.what: (finding.ok, finding.sentence) for finding in findings}


def key(cloud: Service, **state: Any) -> None:
    cloud.page("POST", "/keys", {"PORTAL": state})


def test_when_all_is_well_every_line_says_so_for_two_cents(cloud: Service) -> None:
    cloud.page("POST", "/roles", {ROLE: {"external_id": "x1"}})
    lines = found(Access("111111111111", ROLE, "x1"))
    assert [what for what, (ok, _) in lines.items() if not ok] == []
    assert list(lines) == ["Credentials", "Role", "Payer account", "Cost Explorer", "Tag key project"]
    assert lines["Cost Explorer"][1].startswith("Cost Explorer answers: 2026-11-22 was billed 0.00 USD")
    assert cloud.page("GET", "/calls")["requests"] == 2


@pytest.mark.parametrize(
    ("state", "what", "words"),
    [
        ({"state": "unknown"}, "Credentials", "Give the worker valid AWS credentials"),
        ({"state": "expired"}, "Credentials", "Renew them"),
        ({"cost_explorer": "off"}, "Cost Explorer", "Open Cost Explorer once as root"),
        ({"cost_explorer": "no-data"}, "Cost Explorer", "AWS needs up to 24 hours"),
        ({"denied": ["ce:GetCostAndUsage"]}, "Cost Explorer", "Allow ce:GetCostAndUsage"),
        ({"denied": ["ce:ListCostAllocationTags"]}, "Tag keys", "Allow ce:ListCostAllocationTags"),
        ({"is_payer": False}, "Tag keys", "of the payer account, not of a member account"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(cloud: Service, state: dict[str, Any], what: str, words: str) -> None:
    key(cloud, **state)
    ok, sentence = found()[what]
    assert not ok
    assert words in sentence


def test_a_role_that_cannot_be_assumed_ends_the_test_there(cloud: Service) -> None:
    cloud.page("POST", "/roles", {ROLE: {"external_id": "another"}})
    lines = found(Access("", ROLE, "x1"))
    assert list(lines) == ["Credentials", "Role"]
    assert lines["Credentials"][0]
    assert "trust policy" in lines["Role"][1]


def test_credentials_of_another_account_than_the_payers_are_told(cloud: Service) -> None:
    ok, sentence = found(Access("999999999999"))["Payer account"]
    assert not ok
    assert "not to the payer account 999999999999" in sentence


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("Team", "Activate it in the payer account"),
        ("Project", "Did you mean project?"),
        ("owner", "Check its spelling"),
    ],
)
def test_a_tag_key_that_is_not_in_the_bill_is_told(cloud: Service, tag: str, words: str) -> None:
    ok, sentence = found(breakdown=Breakdown(tag_keys=(tag,)))[f"Tag key {tag}"]
    assert not ok
    assert words in sentence


def test_a_cloud_that_is_away_is_said_so(monkeypatch: pytest.MonkeyPatch, cloud: Service) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_COST_EXPLORER", "http://127.0.0.1:9")
    ok, sentence = found()["Cost Explorer"]
    assert not ok
    assert sentence.startswith("Cost Explorer cannot be reached")


def test_tag_keys_tell_what_is_active_since_when(cloud: Service) -> None:
    with connect(Access(), lambda requests, share: None, HASTY) as talk:
        keys = tag_keys(talk)
    assert [(tag.key, tag.kind, tag.is_active) for tag in keys] == [
        ("Team", "UserDefined", False),
        ("project", "UserDefined", True),
    ]
    assert keys[0].last_updated is None
    assert isinstance(keys[1], TagKey)
    assert isinstance(keys[1].last_updated, dt.date)


def test_a_list_of_tag_keys_that_aws_breaks_off_is_asked_again_and_in_the_end_refused(cloud: Service) -> None:
    fault = {"kind": "request-changed", "operation": "ListCostAllocationTags"}
    cloud.page("POST", "/faults", [fault | {"nth": 1}])
    assert found()["Tag key project"][0]
    cloud.page("POST", "/faults", [fault | {"nth": "every"}])
    assert "broke the query off" in found()["Tag keys"][1]


def test_a_list_of_tag_keys_that_goes_round_is_refused(cloud: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(200, b'{"CostAllocationTags": [], "NextToken": "again"}') as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_COST_EXPLORER", url)
        with connect(Access(), lambda requests, share: None, HASTY) as talk, pytest.raises(SourceError, match="back"):
            tag_keys(talk)


def test_the_policy_allows_exactly_what_is_asked(cloud: Service) -> None:
    found()
    (statement,) = policy(PROJECT)["Statement"]
    called = {call["operation"] for call in cloud.page("GET", "/calls")["calls"]} - {"GetCallerIdentity"}
    assert {f"ce:{operation}" for operation in called} == set(statement["Action"])
    assert policy(Breakdown())["Statement"][0]["Action"] == ["ce:GetCostAndUsage"]


def test_the_trust_policy_names_the_external_id() -> None:
    (statement,) = trust("arn:aws:iam::222222222222:role/worker", "x1")["Statement"]
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "x1"}}
    assert "Condition" not in trust("arn:aws:iam::222222222222:role/worker", "")["Statement"][0]


def test_errors_carry_awss_code_and_what_to_do(cloud: Service) -> None:
    key(cloud, denied=["ce:GetCostAndUsage"])
    with connect(Access(), lambda requests, share: None, HASTY) as talk, pytest.raises(SourceError) as error:
        talk.ask("get_cost_and_usage", REQUEST, object, "ResultsByTime")
    assert error.value.code == "AccessDeniedException"
    assert error.value.sentence == "AWS denied the request."
    assert error.value.what_to_do.startswith("Allow ce:GetCostAndUsage to")
    assert not error.value.may_pass


REQUEST = {
    "TimePeriod": {"Start": "2026-11-02", "End": "2026-11-03"}, "Granularity": "DAILY", "Metrics": ["UnblendedCost"],
}  # fmt: skip
