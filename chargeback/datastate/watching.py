"""Which tables are under watch: SQL for migrations. A new table is one line in a new migration, or one line here.

The counter is a table that only grows: one row that every change had to write would make all changes wait for each
other. What a transaction adds is seen when it commits, together with what it changed.
"""

FUNCTION = """
CREATE FUNCTION datastate_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO datastate_change (number) VALUES ((random() * 9e18)::bigint);
    RETURN NULL;
END $$;
"""
FORGET_FUNCTION = "DROP FUNCTION datastate_changed();"

# Tables that are not watched, and why no kept page or result becomes old without them.
UNWATCHED = {
    "accounts_guess": "wrong passwords",
    "alerts_delivery": "mails that went out",
    "alerts_digest": "mails that went out",
    "alerts_digestchoice": "on the account's page only, which is not kept",
    "costs_answeredrequest": "of a pull, written before its end is",
    "audit_block": "follows what it records",
    "audit_entry": "follows what it records",
    "billing_assignment": "of a run",
    "billing_costcube": "of a run",
    "billing_poolshare": "of a run",
    "billing_run_pulls": "of a run",
    "billing_rulereview": "worked out for the page of rules, which is not kept",
    "billing_serviceday": "of a run",
    "billing_statementline": "of a run",
    "billing_teamday": "of a run",
    "costs_recordpack": "what records say, which are watched",
    "costs_requestcount": "on pages of data only, which are not kept",
    "datastate_change": "itself",
    "django_admin_log": "on the administration's pages only",
    "django_content_type": "of the program",
    "django_migrations": "of the program",
    "django_session": "who is signed in is asked at every request",
    "exports_export": "on the page of exports only, which is not kept",
    "jobs_job": "on pages of work only, which are not kept; who asked for a pull stays with its job",
    "pghistory_context": "follows what it records",
}


def watched(table: str, columns: str = "") -> str:
    """Every statement that changes the table makes another state; of updates those of the `columns`, where named."""
    update = f"UPDATE OF {columns}" if columns else "UPDATE"
    return (
        f"CREATE TRIGGER datastate AFTER INSERT OR {update} OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION datastate_changed();"
        f"CREATE TRIGGER datastate_emptied AFTER TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION datastate_changed();"
    )


def unwatched(table: str) -> str:
    return f"DROP TRIGGER datastate ON {table}; DROP TRIGGER datastate_emptied ON {table};"
