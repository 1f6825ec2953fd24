"""Claims are in the audit log; their steps are only ever added."""

from django.db import migrations

from chargeback.audit.watching import watch


class Migration(migrations.Migration):
    dependencies = [("claims", "0090_initial"), ("audit", "0002_watch")]

    operations = [
        migrations.RunSQL(watch("claims_claim"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("claims_step"), migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE TRIGGER step_is_append_only BEFORE UPDATE OR DELETE ON claims_step "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse();",
            "DROP TRIGGER step_is_append_only ON claims_step;",
        ),
    ]
