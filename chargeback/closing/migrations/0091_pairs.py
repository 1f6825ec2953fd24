"""A transfer never changes, and its adjustments are exactly 0 together, in one state and one period, at every commit.

closing_pairs is looked at when the transaction ends: credit and recharge are written and decided one after the other.
"""

from django.db import migrations

from chargeback.audit.watching import watch

DECIDED = """
CREATE OR REPLACE FUNCTION closing_keep_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.statement_id IS NOT NULL OR OLD.state = 'replaced'
        OR (NEW.comparison_id, {transfer_new}NEW.period_id, NEW.team_id, NEW.cause, NEW.amount, NEW.created_at)
        IS DISTINCT FROM
        (OLD.comparison_id, {transfer_old}OLD.period_id, OLD.team_id, OLD.cause, OLD.amount, OLD.created_at) THEN
        PERFORM closing_refused(format('%s is refused: adjustment %s keeps what it says.', TG_OP, OLD.id));
    END IF;
    RETURN NEW;
END $$;
"""
NOW = DECIDED.format(transfer_new="NEW.transfer_id, ", transfer_old="OLD.transfer_id, ")
BEFORE = DECIDED.format(transfer_new="", transfer_old="")
PAIRS = """
CREATE FUNCTION closing_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE total numeric; ways bigint; parts bigint;
BEGIN
    SELECT sum(amount), count(DISTINCT (state, posted_in_id)), count(*) INTO total, ways, parts
    FROM closing_adjustment WHERE transfer_id = NEW.transfer_id;
    IF total <> 0 OR ways <> 1 OR parts < 2 THEN
        PERFORM closing_refused(format(
            'The adjustments of transfer %s are refused: %s parts come to %s; they are 0 and stay together.',
            NEW.transfer_id, parts, total));
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER closing_pairs AFTER INSERT OR UPDATE ON closing_adjustment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.transfer_id IS NOT NULL) EXECUTE FUNCTION closing_pairs();

CREATE TRIGGER closing_keep BEFORE UPDATE OR DELETE ON closing_transfer
    FOR EACH ROW EXECUTE FUNCTION closing_refuse();
CREATE TRIGGER closing_keep_all BEFORE TRUNCATE ON closing_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION closing_keep_all();
"""
DROPPED = """
DROP TRIGGER closing_keep ON closing_transfer;
DROP TRIGGER closing_keep_all ON closing_transfer;
DROP TRIGGER closing_pairs ON closing_adjustment;
DROP FUNCTION closing_pairs();
"""


class Migration(migrations.Migration):
    dependencies = [("closing", "0090_transfers")]
    operations = [
        migrations.RunSQL(NOW, BEFORE),
        migrations.RunSQL(PAIRS, DROPPED),
        migrations.RunSQL(watch("closing_transfer"), migrations.RunSQL.noop),
    ]
