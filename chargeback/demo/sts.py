"""The two operations of AWS STS that a puller needs, in STS's own protocol: a form in, XML out."""

import datetime as dt
from collections.abc import Mapping
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from .errors import CostExplorerError
from .faults import Reply
from .keys import Credentials, Keys

NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
XML = "text/xml"
# STS names two of the errors differently from Cost Explorer.
CODES = {"AccessDeniedException": "AccessDenied", "UnrecognizedClientException": "InvalidClientTokenId"}
FORBIDDEN = {"AccessDenied", "InvalidClientTokenId"}


def answer_sts(keys: Keys, access_key: str, body: bytes, now: dt.datetime) -> Reply:
    """The reply to one call of STS."""
    form = dict(parse_qsl(body.decode("utf-8", "replace")))
    action = form.get("Action", "")
    try:
        if action == "GetCallerIdentity":
            return _result(action, _identity(keys.check(access_key, "sts:GetCallerIdentity", now).arn))
        if action == "AssumeRole":
            return _result(action, _assumed(keys.assume(access_key, form, now)))
        raise CostExplorerError("InvalidAction", f"Could not find operation {action}")
    except CostExplorerError as error:
        return _error(error)


def _identity(arn: str) -> str:
    return _tags({"UserId": "AIDASIMULATED", "Account": arn.split(":")[4], "Arn": arn})


def _assumed(made: Credentials) -> str:
    session = made.arn.rpartition("/")[2]
    credentials = {
        "AccessKeyId": made.access_key,
        "SecretAccessKey": made.secret,
        "SessionToken": made.token,
        "Expiration": f"{made.until:%Y-%m-%dT%H:%M:%SZ}",
    }
    user = {"AssumedRoleId": f"AROASIMULATED:{session}", "Arn": made.arn}
    return f"<Credentials>{_tags(credentials)}</Credentials><AssumedRoleUser>{_tags(user)}</AssumedRoleUser>"


def _tags(values: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())


def _result(action: str, inner: str) -> Reply:
    text = (
        f'<{action}Response xmlns="{NAMESPACE}"><{action}Result>{inner}</{action}Result>'
        f"<ResponseMetadata><RequestId>simulated</RequestId></ResponseMetadata></{action}Response>"
    )
    return Reply(200, text.encode(), XML)


def _error(error: CostExplorerError) -> Reply:
    code = CODES.get(error.code, error.code)
    inner = _tags({"Type": "Sender", "Code": code, "Message": error.message})
    text = f'<ErrorResponse xmlns="{NAMESPACE}"><Error>{inner}</Error><RequestId>simulated</RequestId></ErrorResponse>'
    return Reply(403 if code in FORBIDDEN else 400, text.encode(), XML)
