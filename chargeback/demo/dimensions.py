"""What a series of costs is at Cost Explorer, and the dimensions by which it can be grouped and filtered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dimensions:
    """By what a row of cost can be grouped and filtered. `tags` and `attributes` are pairs of key and value, sorted.

    `attributes` are product attributes, which AWS has for Bedrock alone.
    """

    account: str
    account_name: str
    service: str
    region: str = "NoRegion"
    record_type: str = "Usage"
    usage_type: str = "NoUsageType"
    tags: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def tag(self, key: str) -> str:
        """The tag's value, or the empty string, which at AWS is the same as no tag."""
        return next((value for name, value in self.tags if name == key), "")

    def attribute(self, key: str) -> str:
        """The product attribute's value, or the empty string."""
        return next((value for name, value in self.attributes if name == key), "")

    @property
    def has_attributes(self) -> bool:
        """True for a service that AWS has product attributes for; Bedrock's costs stand under several names."""
        return is_supported(self.service)


def is_supported(service: str) -> bool:
    """Whether AWS has product attributes for the service."""
    return "Bedrock" in service


def _always(value: str) -> Callable[[Dimensions], str]:
    return lambda _: value


def _instance_type(series: Dimensions) -> str:
    """`EUC1-BoxUsage:m7i.xlarge` is usage of an m7i.xlarge."""
    _, colon, after = series.usage_type.partition(":")
    return after if colon and "Usage" in series.usage_type else "NoInstanceType"


# A ledger keeps what a chargeback needs; the other dimensions answer as AWS does where they do not apply.
DIMENSIONS: Mapping[str, Callable[[Dimensions], str]] = {
    "AZ": _always("NoAZ"),
    "INSTANCE_TYPE": _instance_type,
    "LINKED_ACCOUNT": lambda series: series.account,
    "OPERATION": _always("NoOperation"),
    "PURCHASE_TYPE": _always("NoPurchaseType"),
    "SERVICE": lambda series: series.service,
    "USAGE_TYPE": lambda series: series.usage_type,
    "PLATFORM": _always("NoPlatform"),
    "TENANCY": _always("NoTenancy"),
    "RECORD_TYPE": lambda series: series.record_type,
    "LEGAL_ENTITY_NAME": _always("Amazon Web Services, Inc."),
    "INVOICING_ENTITY": _always("Amazon Web Services, Inc."),
    "DEPLOYMENT_OPTION": _always("NoDeploymentOption"),
    "DATABASE_ENGINE": _always("NoDatabaseEngine"),
    "CACHE_ENGINE": _always("NoCacheEngine"),
    "INSTANCE_TYPE_FAMILY": _always("NoInstanceTypeFamily"),
    "REGION": lambda series: series.region,
    "BILLING_ENTITY": _always("AWS"),
    "RESERVATION_ID": _always("NoReservationId"),
    "SAVINGS_PLANS_TYPE": _always("NoSavingsPlansType"),
    "SAVINGS_PLAN_ARN": _always("NoSavingsPlanArn"),
    "OPERATING_SYSTEM": _always("NoOperatingSystem"),
}
