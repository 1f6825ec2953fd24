"""Stands in until the quick start's servers exist: the tests use DATABASE_URL and REDIS_URL."""
