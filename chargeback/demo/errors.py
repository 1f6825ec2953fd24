"""Errors as Cost Explorer words them.

Texts come from answers of the real service where they are known (public issue threads of the AWS SDKs and the
service's own documentation); callers should look at the code only.
"""


class CostExplorerError(Exception):
    """An answer of HTTP 400 with a code and a message."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def invalid(message: str) -> CostExplorerError:
    return CostExplorerError("ValidationException", message)


def missing(field: str) -> CostExplorerError:
    return invalid(
        f"1 validation error detected: Value null at '{field}' failed to satisfy constraint: Member must not be null"
    )


def not_one_of(field: str, value: object, allowed: tuple[str, ...]) -> CostExplorerError:
    return invalid(
        f"1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: "
        f"Member must satisfy enum value set: [{', '.join(allowed)}]"
    )


# Code and message of the errors that need no detail.
THROTTLED = ("LimitExceededException", "Rate limit exceeded")
EXPIRED = ("ExpiredTokenException", "The security token included in the request is expired")
UNSIGNED = ("MissingAuthenticationTokenException", "Missing Authentication Token")
UNKNOWN_KEY = ("UnrecognizedClientException", "The security token included in the request is invalid.")
BAD_TOKEN = ("InvalidNextTokenException", "The pagination token is invalid. Try again without a pagination token.")
CHANGED = (
    "RequestChangedException",
    "Your request parameters changed between pages. Try again with the old parameters or without a pagination token.",
)
NOT_READY = (
    "DataUnavailableException",
    "Data is not available. Please try to adjust the time period. "
    "If just enabled Cost Explorer, data might not be ingested yet",
)
DENIED = ("AccessDeniedException", "User not enabled for cost explorer access")
