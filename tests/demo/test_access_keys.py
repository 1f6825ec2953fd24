"""Who may ask what: keys, roles, and accounts whose Cost Explorer is off or empty."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from .conftest import TODAY, Serve, Service, client_of, small_ledger

ROLE = "arn:aws:iam::111111111111:role/chargeback"
PERIOD = {"Start": "2026-11-02", "End": "2026-11-04"}


@pytest.fixture
def service(serve: Serve) -> Service:
    return serve(small_ledger())


def named(service: Service, name: str, **key: Any) -> Any:
    """A client with an access key of which the simulator knows this."""
    service.page("POST", "/keys", {name: key})
    return client_of(service.url, access_key=name)


def sts(service: Service, access_key: str = "test") -> Any:
    session = boto3.Session(aws_access_key_id=access_key, aws_secret_access_key="test", region_name="us-east-1")
    return session.client("sts", endpoint_url=service.url)


def refused(ask: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refusal:
        ask(**arguments)
    error = refusal.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_key_that_lacks_one_action_is_told_which(service: Service) -> None:
    client = named(service, "LIMITED", denied=["ce:GetTags"])
    assert client.get_dimension_values(TimePeriod=PERIOD, Dimension="SERVICE")["TotalSize"] == 2
    code, message = refused(client.get_tags, TimePeriod=PERIOD)
    assert code == "AccessDeniedException"
    assert message.startswith("User: arn:aws:iam::111111111111:user/LIMITED is not authorized to perform: ce:GetTags")


@pytest.mark.parametrize(
    ("key", "code", "words"),
    [
        ({"cost_explorer": "off"}, "AccessDeniedException", "User not enabled for cost explorer access"),
        ({"cost_explorer": "no-data"}, "DataUnavailableException", "Data is not available."),
        ({"state": "expired"}, "ExpiredTokenException", "expired"),
        ({"state": "unknown"}, "UnrecognizedClientException", "invalid"),
        ({"denied": ["ce:*"]}, "AccessDeniedException", "ce:GetTags"),
    ],
)
def test_what_a_key_or_its_account_lacks_is_said_in_awss_words(
    service: Service, key: dict[str, Any], code: str, words: str
) -> None:
    found, message = refused(named(service, "KEY", **key).get_tags, TimePeriod=PERIOD)
    assert found == code
    assert words in message


def test_only_the_payer_may_list_tags(service: Service) -> None:
    client = named(service, "MEMBER", is_payer=False)
    code, message = refused(client.list_cost_allocation_tags)
    assert (code, "Linked account doesn't have access" in message) == ("AccessDeniedException", True)
    assert client.get_tags(TimePeriod=PERIOD)["Tags"] == ["project"]


def test_a_role_is_assumed_with_its_external_id_only(service: Service) -> None:
    service.page("POST", "/roles", {ROLE: {"external_id": "wren-1906", "denied": ["ce:GetAnomalies"]}})
    wish = {"RoleArn": ROLE, "RoleSessionName": "portal"}
    assert refused(sts(service).assume_role, **wish)[0] == "AccessDenied"
    assert refused(sts(service).assume_role, **wish, ExternalId="guessed")[0] == "AccessDenied"
    assert (
        refused(sts(service).assume_role, **wish | {"RoleArn": f"{ROLE}-2"}, ExternalId="wren-1906")[0]
        == "AccessDenied"
    )
    made = sts(service).assume_role(**wish, ExternalId="wren-1906")["Credentials"]
    client = client_of(service.url, access_key=made["AccessKeyId"])
    assert client.get_tags(TimePeriod=PERIOD)["Tags"] == ["project"]
    assert "ce:GetAnomalies" in refused(client.get_anomalies, DateInterval={"StartDate": str(TODAY)})[1]


def test_assumed_credentials_expire_when_they_are_told_to(service: Service) -> None:
    made = sts(service).assume_role(RoleArn=ROLE, RoleSessionName="portal", DurationSeconds=900)["Credentials"]
    client = client_of(service.url, access_key=made["AccessKeyId"])
    assert client.get_tags(TimePeriod=PERIOD)["Tags"] == ["project"]
    assert service.page("POST", "/expire") == {"expired": 1}
    assert refused(client.get_tags, TimePeriod=PERIOD)[0] == "ExpiredTokenException"
    assert client_of(service.url).get_tags(TimePeriod=PERIOD)["Tags"] == ["project"]


def test_the_caller_is_told_who_he_is_and_pays_nothing_for_it(service: Service) -> None:
    made = sts(service).assume_role(RoleArn=ROLE, RoleSessionName="portal")["Credentials"]
    assert sts(service).get_caller_identity()["Arn"] == "arn:aws:iam::111111111111:user/test"
    identity = sts(service, made["AccessKeyId"]).get_caller_identity()
    assert identity["Arn"] == "arn:aws:sts::111111111111:assumed-role/chargeback/portal"
    log = service.page("GET", "/calls")
    assert [call["operation"] for call in log["calls"]] == ["AssumeRole", "GetCallerIdentity", "GetCallerIdentity"]
    assert log["requests"] == 0


@pytest.mark.parametrize(
    ("path", "value"), [("/keys", {"KEY": {"state": "ill"}}), ("/keys", []), ("/roles", {ROLE: {"cost_explorer": "x"}})]
)
def test_what_is_no_key_or_role_is_refused(service: Service, path: str, value: Any) -> None:
    assert service.status("POST", path, value) == 400
