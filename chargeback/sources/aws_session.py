"""A Cost Explorer client for one payer: the environment's own credentials, or a role assumed with them.

No secret and no endpoint is kept anywhere: boto3 finds both in the environment (AWS_ENDPOINT_URL_COST_EXPLORER and
AWS_ENDPOINT_URL_STS point it elsewhere).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as UnreachableError
from botocore.loaders import Loader
from botocore.parsers import ResponseParserError

from chargeback.collecting import collecting_later

from .aws_refusals import CREDENTIALS, LATER, message_of, refusal
from .batch import Access
from .refusals import SourceError

REGION = "us-east-1"  # Cost Explorer answers for all regions from here
SESSION_NAME = "chargeback-portal"
# What CloudTrail shows. boto3 would put its own together anew for each request.
AGENT = f"chargeback-portal Boto3/{boto3.__version__} Botocore/{botocore.__version__}"
# One request per call: boto3's own retries would be neither counted nor paced, and differ from version to version.
ONE_REQUEST = Config(
    retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=5, read_timeout=60, user_agent=AGENT
)
FREE = Config(retries={"mode": "standard", "max_attempts": 3}, connect_timeout=5, read_timeout=20)
RAW = "RawBody"


@collecting_later()  # boto3 makes a client of tens of thousands of objects
def open_client(access: Access) -> Any:
    """A client whose answers hold AWS's own bytes under RAW, unread. Raises SourceError."""
    session = open_session(access)
    try:
        client = session.client("ce", region_name=REGION, config=ONE_REQUEST)
    except (BotoCoreError, ValueError) as error:
        raise SourceError(f"The AWS client cannot be made: {error}.") from error
    client.meta.events.register("before-parse.cost-explorer", keep_body)
    return client


def keep_body(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    """Takes an answer out of boto3's hands before it is parsed; errors are left to boto3."""
    if response_dict["status_code"] < 300:
        customized_response_dict[RAW] = response_dict["body"]
        response_dict["body"] = b"{}"


def open_session(access: Access) -> boto3.Session:
    """A session of its own for the source, in its role if it has one. Raises SourceError."""
    base = base_session()
    if not access.role_arn:
        return base
    return new_session(**assumed(base, access))


class Descriptions(Loader):
    """What the services of AWS understand, read from botocore's files once and then shared by all sessions."""

    @property
    def search_paths(self) -> list[str]:
        """A copy: boto3 adds a folder of its own to what it finds here, for every session once more."""
        return [*super().search_paths]


@cache
def descriptions(folders: str) -> Descriptions:
    return Descriptions(extra_search_paths=[os.path.expanduser(one) for one in folders.split(os.pathsep) if one])


def new_session(**credentials: str) -> boto3.Session:
    """A session that knows of no other. Raises BotoCoreError."""
    core = botocore.session.get_session()
    core.register_component("data_loader", descriptions(core.get_config_variable("data_path") or ""))
    return boto3.Session(botocore_session=core, **credentials)


def base_session() -> boto3.Session:
    """The environment's own credentials. Raises SourceError."""
    # boto3's default session would keep the credentials of its first use for the life of the worker.
    try:
        return new_session()
    except BotoCoreError as error:  # AWS_PROFILE names none
        raise SourceError(f"{str(error).rstrip('.')}.", CREDENTIALS, code=type(error).__name__) from error


@contextmanager
def token_service_in_words(action: str, before: str = "") -> Iterator[None]:
    """What goes wrong with AWS STS inside the block, as SourceError. Never quotes an answer: it may hold a secret."""
    try:
        yield
    except ClientError as error:
        raise refusal(error, action) from error
    except (UnreachableError, HTTPClientError) as error:
        raise SourceError(
            f"AWS STS cannot be reached ({type(error).__name__}).", LATER, code="STS", may_pass=True
        ) from error
    except (BotoCoreError, ValueError) as error:
        raise SourceError(f"{before}{str(error).rstrip('.')}.", CREDENTIALS, code=type(error).__name__) from error
    except (ResponseParserError, KeyError):
        raise SourceError("AWS STS sent a broken answer.", LATER, code="STS", may_pass=True) from None


def assumed(base: boto3.Session, access: Access) -> dict[str, str]:
    """Credentials of the role for an hour, as a session takes them. Raises SourceError."""
    external = {"ExternalId": access.external_id} if access.external_id else {}
    with token_service_in_words("sts:AssumeRole", f"The role {access.role_arn} cannot be assumed: "):
        try:
            answer = token_service(base).assume_role(RoleArn=access.role_arn, RoleSessionName=SESSION_NAME, **external)
        except ClientError as error:
            raise not_assumed(error, access) from error
        found = answer["Credentials"]
        return {
            "aws_access_key_id": found["AccessKeyId"],
            "aws_secret_access_key": found["SecretAccessKey"],
            "aws_session_token": found["SessionToken"],
        }


def not_assumed(error: ClientError, access: Access) -> SourceError:
    found = refusal(error, "sts:AssumeRole")
    if not found.code.startswith("AccessDenied"):
        return found
    return SourceError(
        f"AWS does not let the portal assume the role {access.role_arn}: {message_of(error)}.",
        "Name the portal's own user or role in the role's trust policy, with the same external id as here, "
        "and allow sts:AssumeRole on this role to the portal.",
        code=found.code,
    )


def token_service(session: boto3.Session) -> Any:
    return session.client("sts", region_name=session.region_name or REGION, config=FREE)


def identity(session: boto3.Session) -> tuple[str, str]:
    """Account and ARN that the credentials belong to. Needs no permission and costs nothing. Raises SourceError."""
    with token_service_in_words("sts:GetCallerIdentity"):
        answer = token_service(session).get_caller_identity()
        return answer["Account"], answer["Arn"]
