"""A test database emptied after a test with transactions of its own: only what holds something, in one question.

Django truncates every table and makes all permissions and roles anew, which takes longer than most tests. Here tables
that hold rows lose them, the partitions of runs go, and what migrating has brought stays. No trigger is asked, so that
what was closed or audited can be emptied too.
"""

from typing import Any

from django.db import connection
from django.test import TransactionTestCase

# {brought} are tables that migrating fills. Keys are looked at when all rows are gone, whatever leads to whatever.
EMPTY = """
DO $$
DECLARE
    one record;
    is_held boolean;
    held regclass[] := '{{}}';
BEGIN
    FOR one IN SELECT oid::regclass AS name, relispartition FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relname = ANY('{{{brought}}}')
    LOOP
        IF one.relispartition THEN
            EXECUTE format('DROP TABLE %s', one.name);
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one.name) INTO is_held;
            held := CASE WHEN is_held THEN held || one.name ELSE held END;
        END IF;
    END LOOP;
    SET CONSTRAINTS ALL DEFERRED;
    FOR one IN SELECT unnest(held) AS name LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', one.name);
        EXECUTE format('DELETE FROM %s', one.name);
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    FOR one IN SELECT unnest(held) AS name LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', one.name);
    END LOOP;
END $$
"""
BROUGHT = ("django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions")


def empty_quickly() -> None:
    """From now on tests with transactions of their own leave the database as a migrated one."""
    TransactionTestCase._fixture_teardown = emptied  # type: ignore[attr-defined]


def emptied(_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(EMPTY.format(brought=",".join(BROUGHT)))
