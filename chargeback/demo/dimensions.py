"""The dimensions of Cost Explorer, read from a ledger's series."""

from collections.abc import Callable, Mapping

from .ledger import Dimensions


def _always(value: str) -> Callable[[Dimensions], str]:
    return lambda _: value


# A ledger keeps what a chargeback needs; the other dimensions answer as AWS does where they do not apply.
DIMENSIONS: Mapping[str, Callable[[Dimensions], str]] = {
    "AZ": _always("NoAZ"),
    "INSTANCE_TYPE": _always("NoInstanceType"),
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
