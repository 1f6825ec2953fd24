"""What was issued or closed never changes: triggers refuse it for every role, in raw SQL too.

closing_refuse        a row that is written once
closing_keep_period   a closed period changes only to open, and only after a second person approved its reopening
closing_keep_run      a run that was billed
closing_keep_results  what such a run found: nothing is changed, removed or added
closing_keep_decided  an adjustment keeps its amount, and everything once it is on a statement
closing_keep_asked    a reopening is decided once
closing_keep_all      TRUNCATE, as soon as anything was closed

chargeback/closing/guards.py knows the names and `manage.py verify` tells when one is missing or switched off.
"""

from django.db import migrations

RESULTS = (
    "billing_assignment",
    "billing_poolshare",
    "billing_statementline",
    "billing_teamday",
    "billing_serviceday",
    "billing_run_pulls",
)
WRITTEN_ONCE = (
    "closing_statechange",
    "closing_review",
    "closing_override",
    "closing_closing",
    "closing_statement",
    "closing_issuedline",
    "closing_comparison",
    "closing_adjustmentline",
)
OTHERS = {
    "billing_billingperiod": ("closing_keep_period", "UPDATE OR DELETE"),
    "billing_run": ("closing_keep_run", "UPDATE OR DELETE"),
    "closing_adjustment": ("closing_keep_decided", "UPDATE OR DELETE"),
    "closing_reopening": ("closing_keep_asked", "UPDATE OR DELETE"),
}
FUNCTIONS = """
CREATE FUNCTION closing_refused(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', what USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION closing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM closing_refused(format('%s of %s is refused: what was issued or closed never changes.', TG_OP, TG_TABLE_NAME));
    RETURN NULL;
END $$;

CREATE FUNCTION closing_keep_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE may_open boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'closed' THEN
            PERFORM closing_refused('A closed period is never removed.');
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.month, NEW.currency) IS DISTINCT FROM (OLD.month, OLD.currency) THEN
        PERFORM closing_refused('A period keeps its month and currency.');
    END IF;
    IF OLD.is_basis_fixed AND (NOT NEW.is_basis_fixed OR NEW.basis <> OLD.basis) THEN
        PERFORM closing_refused('The basis of a period stays once the period has been in review.');
    END IF;
    IF OLD.state = 'closed' THEN
        SELECT is_approved INTO may_open FROM closing_closing c
        LEFT JOIN closing_reopening r ON r.closing_id = c.id AND r.is_approved
        WHERE c.period_id = OLD.id ORDER BY c.version DESC LIMIT 1;
        IF NEW.state <> 'open' OR may_open IS NOT TRUE
            OR (NEW.basis, NEW.current_run_id) IS DISTINCT FROM (OLD.basis, OLD.current_run_id) THEN
            PERFORM closing_refused('The period is closed; only two persons open it again.');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION closing_keep_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM closing_closing WHERE run_id = OLD.id) THEN
        PERFORM closing_refused(format('%s is refused: run %s was billed.', TG_OP, OLD.id));
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION closing_keep_results() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM closing_closing WHERE run_id = OLD.run_id)
        OR TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM closing_closing WHERE run_id = NEW.run_id) THEN
        PERFORM closing_refused(format('%s of %s is refused: the run was billed.', TG_OP, TG_TABLE_NAME));
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION closing_keep_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.statement_id IS NOT NULL OR OLD.state = 'replaced'
        OR (NEW.comparison_id, NEW.period_id, NEW.team_id, NEW.cause, NEW.amount, NEW.created_at)
        IS DISTINCT FROM (OLD.comparison_id, OLD.period_id, OLD.team_id, OLD.cause, OLD.amount, OLD.created_at) THEN
        PERFORM closing_refused(format('%s is refused: adjustment %s keeps what it says.', TG_OP, OLD.id));
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION closing_keep_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.is_approved IS NOT NULL
        OR (NEW.closing_id, NEW.reason, NEW.asked_by_id, NEW.asked_at)
        IS DISTINCT FROM (OLD.closing_id, OLD.reason, OLD.asked_by_id, OLD.asked_at) THEN
        PERFORM closing_refused(format('%s is refused: a reopening is decided once.', TG_OP));
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION closing_keep_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM closing_closing) THEN
        PERFORM closing_refused(format('TRUNCATE of %s is refused: months were closed.', TG_TABLE_NAME));
    END IF;
    RETURN NULL;
END $$;
"""


def row_guards():
    """(table, function, when) of every guard of rows."""
    yield from ((table, "closing_refuse", "UPDATE OR DELETE") for table in WRITTEN_ONCE)
    yield from ((table, "closing_keep_results", "INSERT OR UPDATE OR DELETE") for table in RESULTS)
    yield from ((table, *how) for table, how in OTHERS.items())


def guards():
    for table, function, when in row_guards():
        yield f"CREATE TRIGGER closing_keep BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();"
    for table in (*WRITTEN_ONCE, *RESULTS, *OTHERS):
        yield (
            f"CREATE TRIGGER closing_keep_all BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION closing_keep_all();"
        )


def dropped():
    for table in (*WRITTEN_ONCE, *RESULTS, *OTHERS):
        yield f"DROP TRIGGER IF EXISTS closing_keep ON {table}; DROP TRIGGER IF EXISTS closing_keep_all ON {table};"
    for function in ("refuse", "keep_period", "keep_run", "keep_results", "keep_decided", "keep_asked", "keep_all"):
        yield f"DROP FUNCTION closing_{function}();"
    yield "DROP FUNCTION closing_refused(text);"


class Migration(migrations.Migration):
    dependencies = [
        ("closing", "0070_initial"),
        ("billing", "0070_basis_fixed"),
    ]
    operations = [migrations.RunSQL(FUNCTIONS + "\n".join(guards()), "\n".join(dropped()))]
