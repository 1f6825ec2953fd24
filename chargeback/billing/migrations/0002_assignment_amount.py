from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="amount",
            field=models.DecimalField(
                decimal_places=10,
                default=0,
                help_text="What the series cost in these days, exactly.",
                max_digits=28,
            ),
            preserve_default=False,
        )
    ]
