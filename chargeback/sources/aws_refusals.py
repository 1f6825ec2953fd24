"""AWS's error codes in plain words: what happened, and what to do about it."""

import re

from botocore.exceptions import ClientError

from .refusals import SourceError


class RestartQueryError(Exception):
    """AWS no longer continues this query; it has to be asked again from its first page."""


THROTTLED = frozenset({"LimitExceededException", "ThrottlingException", "Throttling", "TooManyRequestsException"})
RESTARTED = frozenset({"InvalidNextTokenException", "RequestChangedException", "BillExpirationException"})
EXPIRED = frozenset({"ExpiredTokenException", "ExpiredToken", "RequestExpired"})

LATER = "Try again later."
CREDENTIALS = "Give the worker valid AWS credentials of the payer account (environment variables, profile or role)."
UNKNOWN = ("AWS does not know these credentials.", CREDENTIALS, False)
SIGNATURE = ("AWS refused the signature.", f"Check the machine's clock. {CREDENTIALS}", False)
HAVE_EXPIRED = ("The AWS credentials have expired.", "Renew them, or use a role that renews itself.", True)
# code -> what happened, what to do, whether it may pass by itself
SENTENCES = {
    "ExpiredTokenException": HAVE_EXPIRED,
    "ExpiredToken": HAVE_EXPIRED,
    "RequestExpired": HAVE_EXPIRED,
    "UnrecognizedClientException": UNKNOWN,
    "InvalidClientTokenId": UNKNOWN,
    "MissingAuthenticationTokenException": UNKNOWN,
    "InvalidSignatureException": SIGNATURE,
    "IncompleteSignatureException": SIGNATURE,
    "SignatureDoesNotMatch": SIGNATURE,
    "DataUnavailableException": (
        "Cost Explorer has no data for these days yet.",
        "After switching it on, AWS needs up to 24 hours.",
        True,
    ),
    "ResourceNotFoundException": (
        "AWS does not know the billing view that was asked for.",
        "Check it in the Billing console of the payer account.",
        False,
    ),
    "BillingViewHealthStatusException": ("AWS says the billing view is not healthy at the moment.", LATER, True),
}
NOT_SWITCHED_ON = (
    "Cost Explorer is not switched on in this AWS account.",
    "Open Cost Explorer once as root or administrator of the payer account.",
)
MEMBER = (
    "AWS shows cost allocation tags to the payer account only.",
    "Use credentials or a role of the payer account, not of a member account.",
)
TOO_OLD = (
    "AWS keeps fewer months for this account than were asked for.",
    "Start later, or switch on multi-year data in Cost Explorer.",
)
LOOK_UP = "Try again later; if it stays, look the code up in the reference of the Cost Explorer API."
ACTION = re.compile(r"perform: ([a-z]+:[A-Za-z]+)")


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def is_broken(error: ClientError) -> bool:
    """AWS's own trouble; or an error page of something between it and us, of which boto3 makes the status a code."""
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500 or code_of(error).isdigit()


def message_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Message", ""))


def refusal(error: ClientError, action: str) -> SourceError:
    """AWS's error as a sentence and what to do. `action` is what was asked for, as IAM calls it."""
    code, message = code_of(error), message_of(error)
    if code.startswith("AccessDenied"):
        return SourceError(*denial(message, action), code=code)
    if "14 months" in message:
        return SourceError(*TOO_OLD, code=code)
    if code in SENTENCES:
        sentence, what_to_do, may_pass = SENTENCES[code]
        return SourceError(sentence, what_to_do, code=code, may_pass=may_pass)
    reason = message.rstrip(".") or "it gave no reason"
    may_pass = code in THROTTLED or is_broken(error)
    return SourceError(f"AWS refused {action} ({code}): {reason}.", LOOK_UP, code=code, may_pass=may_pass)


def denial(message: str, action: str) -> tuple[str, str]:
    """Three things that AWS calls access denied, and what to do about each."""
    if "not enabled for cost explorer" in message.lower():
        return NOT_SWITCHED_ON
    if "linked account" in message.lower():
        return MEMBER
    found = ACTION.search(message)
    missing = found.group(1) if found else action
    return "AWS denied the request.", f"Allow {missing} to the portal's user or role in the payer account."
