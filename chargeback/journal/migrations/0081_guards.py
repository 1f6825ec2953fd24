"""An export is never changed or removed; the ledger's accounts and the exports are in the audit log."""

from django.db import migrations

from chargeback.audit.watching import watch


class Migration(migrations.Migration):
    dependencies = [("journal", "0080_initial"), ("audit", "0002_watch")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON journal_journalexport "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse();",
            "DROP TRIGGER journal_is_append_only ON journal_journalexport;",
        ),
        migrations.RunSQL(watch("journal_ledgeraccounts"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("journal_clearingaccount"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("journal_journalexport", quiet="content"), migrations.RunSQL.noop),
    ]
