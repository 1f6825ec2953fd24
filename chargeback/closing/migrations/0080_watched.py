"""Who overrode, reviewed, reopened and decided is in the audit log."""

from django.db import migrations

from chargeback.audit.watching import watch


class Migration(migrations.Migration):
    dependencies = [("closing", "0071_guards"), ("audit", "0002_watch")]

    operations = [
        migrations.RunSQL(watch(f"closing_{table}"), migrations.RunSQL.noop)
        for table in ("closing", "override", "review", "reopening", "adjustment")
    ]
