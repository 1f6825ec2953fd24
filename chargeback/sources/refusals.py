"""Why a provider's answer cannot be used, and AWS's error codes in plain words."""

from botocore.exceptions import ClientError


class SourceError(Exception):
    """Nothing usable came from the provider; the message is one sentence for people: what happened, what to do.

    `may_pass` says whether the same question can succeed later without anybody changing anything.
    """

    def __init__(self, sentence: str, *, may_pass: bool = False) -> None:
        super().__init__(sentence)
        self.may_pass = may_pass


class RestartQueryError(Exception):
    """AWS no longer continues this query; it has to be asked again from its first page."""


THROTTLED = frozenset({"LimitExceededException", "ThrottlingException", "Throttling", "TooManyRequestsException"})
# botocore has tried these again several times before we see them.
BROKEN = frozenset({"InternalServerError", "InternalFailure", "ServiceUnavailable", "500", "502", "503", "504"})
RESTARTED = frozenset({"InvalidNextTokenException", "RequestChangedException", "BillExpirationException"})

CREDENTIALS = "Give the worker valid AWS credentials of the payer account (environment variables, profile or role)."
SENTENCES = {
    "ExpiredTokenException": ("The AWS credentials have expired. Renew them, or use a role that renews itself.", True),
    "UnrecognizedClientException": (f"AWS does not know these credentials. {CREDENTIALS}", False),
    "InvalidSignatureException": (f"AWS refused the signature. Check the machine's clock. {CREDENTIALS}", False),
    "DataUnavailableException": (
        "Cost Explorer has no data for these days yet. After switching it on, AWS needs up to 24 hours.",
        True,
    ),
    "ResourceNotFoundException": ("AWS does not know the billing view that was asked for.", False),
    "BillingViewHealthStatusException": (
        "AWS says the billing view is not healthy at the moment. Try again later.",
        True,
    ),
}
SAME_AS = {
    "ExpiredToken": "ExpiredTokenException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "MissingAuthenticationTokenException": "UnrecognizedClientException",
    "IncompleteSignatureException": "InvalidSignatureException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
}
NOT_SWITCHED_ON = (
    "Cost Explorer is not switched on in this AWS account. "
    "Open Cost Explorer once as root or administrator of the payer account."
)
NOT_ALLOWED = (
    "AWS denied the request. "
    "Allow ce:GetCostAndUsage and ce:GetDimensionValues to the portal's user or role in the payer account."
)
TOO_OLD = (
    "AWS keeps fewer months for this account than were asked for. "
    "Start later, or switch on multi-year data in Cost Explorer."
)


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def refusal(error: ClientError) -> SourceError:
    """AWS's error as one sentence that says what to do."""
    code, message = code_of(error), str(error.response.get("Error", {}).get("Message", ""))
    if code.startswith("AccessDenied"):
        return SourceError(NOT_SWITCHED_ON if "not enabled for cost explorer" in message.lower() else NOT_ALLOWED)
    if "14 months" in message:
        return SourceError(TOO_OLD)
    sentence, may_pass = SENTENCES.get(SAME_AS.get(code, code), (f"AWS refused the request ({code}): {message}", False))
    return SourceError(sentence, may_pass=may_pass)
