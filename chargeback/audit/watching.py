"""Puts tables under watch: SQL for migrations. A new table to be audited is one line in a new migration."""

from pathlib import Path

FUNCTIONS = Path(__file__).with_name("triggers.sql").read_text()

NO_CHANGE = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


def append_only(table: str) -> str:
    """Nothing in the table can be changed or deleted."""
    return NO_CHANGE.format(table=table)


def watch(table: str, quiet: str = "", secret: str = "") -> str:
    """Every change of a row is an entry with old and new values. `quiet` columns are no news; `secret` not shown."""
    return f"""
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_row('{quiet}', '{secret}');
"""


def watch_events(table: str) -> str:
    """Every event of the rulebook's history is an entry; those that were there before come in by their own time."""
    return f"""
CREATE TRIGGER audit AFTER INSERT ON {table} REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events();
INSERT INTO audit_entry (at, actor, door, reason, action, subject, "row", event, event_digest, event_columns)
SELECT event.pgh_created_at, coalesce(context.metadata->>'author', 'not known'), 'database',
       coalesce(context.metadata->>'reason', ''), event.pgh_label, '{table}', event.pgh_obj_id::text, event.pgh_id,
       audit_digest(to_jsonb(event), names.all), names.all
FROM {table} event
LEFT JOIN pghistory_context context ON context.id = event.pgh_context_id
CROSS JOIN LATERAL (SELECT array_agg(key ORDER BY key) AS all FROM jsonb_object_keys(to_jsonb(event)) key) AS names
ORDER BY event.pgh_id;
"""  # noqa: S608 the name of our own table
