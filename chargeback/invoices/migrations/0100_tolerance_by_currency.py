"""A tolerance for each currency, with who set it, when and why; the one there was stays, for all currencies."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoices", "0081_watched"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="tolerance",
            name="currency",
            field=models.CharField(blank=True, help_text="Empty: for all that have none.", max_length=3, unique=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="tolerance", name="reason", field=models.CharField(blank=True, max_length=500, default=""), preserve_default=False
        ),
        migrations.AddField(model_name="tolerance", name="set_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            model_name="tolerance",
            name="set_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="tolerance", name="amount", field=models.DecimalField(decimal_places=2, max_digits=18)
        ),
        migrations.AlterConstraint(
            model_name="tolerance",
            name="tolerance_not_negative",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)),
                name="tolerance_not_negative",
                violation_error_message="Write an amount from 0 up.",
            ),
        ),
        migrations.AlterModelOptions(
            name="tolerance",
            options={
                "default_permissions": ("view", "change"),
                "ordering": ["currency"],
                "verbose_name": "tolerance of the tie-out",
                "verbose_name_plural": "tolerances of the tie-out",
            },
        ),
    ]
