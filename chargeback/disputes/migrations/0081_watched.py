"""Disputes are in the audit log; their steps are only ever added."""

from django.db import migrations

from chargeback.audit.watching import watch


class Migration(migrations.Migration):
    dependencies = [("disputes", "0080_initial"), ("audit", "0002_watch")]

    operations = [
        migrations.RunSQL(watch("disputes_dispute"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("disputes_step"), migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE TRIGGER step_is_append_only BEFORE UPDATE OR DELETE ON disputes_step "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse();",
            "DROP TRIGGER step_is_append_only ON disputes_step;",
        ),
    ]
