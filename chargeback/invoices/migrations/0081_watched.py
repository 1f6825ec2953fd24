"""Invoices, what explains them and the tolerance are in the audit log."""

from django.db import migrations

from chargeback.audit.watching import watch


class Migration(migrations.Migration):
    dependencies = [("invoices", "0080_initial"), ("audit", "0002_watch")]

    operations = [
        migrations.RunSQL(watch(f"invoices_{table}"), migrations.RunSQL.noop)
        for table in ("invoice", "invoiceitem", "tolerance")
    ]
