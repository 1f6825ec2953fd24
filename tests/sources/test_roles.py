"""Whose credentials are used: the environment's own, or those of a role, renewed when they end."""

import datetime as dt
import traceback
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from chargeback.sources.aws_session import identity, open_session
from chargeback.sources.batch import Access, Breakdown
from chargeback.sources.cost_explorer import Talk, connect, control
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window
from tests.demo.conftest import Service

from .conftest import HASTY, answering

ROLE = "arn:aws:iam::111111111111:role/chargeback"
IN_ROLE = Access(role_arn=ROLE, external_id="wren-1906")
WINDOW = Window(dt.date(2026, 11, 2), dt.date(2026, 11, 4))


def asked(talk: Talk) -> str:
    return str(sum(total.billed for total in control(talk, Breakdown(), WINDOW)))


def costs_with(access: Access) -> str:
    with connect(access, lambda requests, share: None, HASTY) as talk:
        return asked(talk)


def keys_of(cloud: Service) -> list[str]:
    """The access keys of all calls of Cost Explorer so far."""
    return [call["key"] for call in cloud.page("GET", "/calls")["calls"] if call["operation"].startswith("Get")]


def refusal(access: Access) -> SourceError:
    with pytest.raises(SourceError) as error:
        costs_with(access)
    return error.value


def test_without_a_role_the_credentials_of_the_environment_ask(cloud: Service) -> None:
    assert costs_with(Access()) == "3.0000000004"
    assert keys_of(cloud) == ["PORTAL"]


def test_a_role_is_assumed_with_its_external_id_and_asks_with_its_own_key(cloud: Service) -> None:
    cloud.page("POST", "/roles", {ROLE: {"external_id": "wren-1906"}})
    assert costs_with(IN_ROLE) == "3.0000000004"
    assert set(keys_of(cloud)) & {"PORTAL"} == set()


def test_a_role_that_cannot_be_assumed_says_what_to_put_right(cloud: Service) -> None:
    cloud.page("POST", "/roles", {ROLE: {"external_id": "another"}})
    error = refusal(IN_ROLE)
    assert error.code == "AccessDenied"
    assert ROLE in error.sentence
    assert "external id" in error.what_to_do
    assert "trust policy" in str(error)


def test_a_role_that_is_no_arn_is_refused_before_anything_is_asked(cloud: Service) -> None:
    assert "cannot be assumed" in refusal(Access(role_arn="chargeback", external_id="x")).sentence


def test_credentials_of_a_role_that_end_in_the_middle_are_made_anew(cloud: Service) -> None:
    cloud.page("POST", "/roles", {ROLE: {"external_id": "wren-1906"}})
    with connect(IN_ROLE, lambda requests, share: None, HASTY) as talk:
        assert asked(talk) == "3.0000000004"
        cloud.page("POST", "/expire", {})
        assert asked(talk) == "3.0000000004"
        assert talk.requests == 2  # what AWS refuses costs nothing
    assert len(set(keys_of(cloud))) == 2


def test_two_sources_in_one_worker_each_keep_their_own_role(cloud: Service) -> None:
    other = ROLE.replace("chargeback", "other")
    cloud.page("POST", "/roles", {ROLE: {"external_id": "wren-1906"}, other: {"cost_explorer": "off"}})
    assert costs_with(IN_ROLE) == "3.0000000004"
    assert "not switched on" in refusal(Access(role_arn=other)).sentence
    assert costs_with(IN_ROLE) == "3.0000000004"


@pytest.mark.parametrize("name", ["AWS_PROFILE", "AWS_ACCESS_KEY_ID"])
def test_credentials_that_are_not_there_are_named(cloud: Service, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "nobody") if name == "AWS_PROFILE" else monkeypatch.delenv(name)
    error = refusal(Access())
    assert error.code in {"ProfileNotFound", "NoCredentialsError", "PartialCredentialsError"}
    assert "valid AWS credentials" in error.what_to_do


def test_the_token_service_of_moto_gives_a_role_too(monkeypatch: pytest.MonkeyPatch) -> None:
    server: Any = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://{host}:{port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "PORTAL")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        account, arn = identity(open_session(IN_ROLE))
    finally:
        server.stop()
    assert account == "111111111111"
    assert arn == "arn:aws:sts::111111111111:assumed-role/chargeback/chargeback-portal"


CUT = b"<AssumeRoleResponse><AssumeRoleResult><Credentials><SecretAccessKey>canary-1906</SecretAccessKey><Sess"
THROTTLED = b"<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"


@pytest.mark.parametrize(("status", "body"), [(200, CUT), (200, b"<html></html>"), (400, THROTTLED)])
def test_a_broken_answer_of_the_token_service_may_pass_and_is_not_quoted(
    cloud: Service, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes
) -> None:
    with answering(status, body) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", url)
        error = refusal(IN_ROLE)
    assert error.may_pass
    assert "canary-1906" not in "".join(traceback.format_exception(error))
