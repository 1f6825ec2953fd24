"""Statements carry the audit log's newest block at issue; those issued before carry none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("closing", "0091_pairs")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="audit_head",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The audit log's newest block at issue; part of the body too.",
                max_length=90,
            ),
            preserve_default=False,
        )
    ]
