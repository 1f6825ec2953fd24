from tests.portal.bill import october, store  # noqa: F401
