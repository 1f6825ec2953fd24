import django.db.models.deletion
from django.db import migrations, models

# Bytes of amounts do not get smaller by being compressed, and trying takes longer than all else.
FORWARD = """
ALTER TABLE costs_recordpack
    ALTER series SET STORAGE EXTERNAL, ALTER billed SET STORAGE EXTERNAL, ALTER effective SET STORAGE EXTERNAL;
CREATE FUNCTION costs_forget_packs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM costs_recordpack;
    RETURN NULL;
END $$;
CREATE TRIGGER records_forget_packs AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON costs_costrecord
    FOR EACH STATEMENT WHEN (current_setting('chargeback.packs', true) IS DISTINCT FROM 'kept')
    EXECUTE FUNCTION costs_forget_packs();
"""
BACKWARD = "DROP TRIGGER records_forget_packs ON costs_costrecord; DROP FUNCTION costs_forget_packs();"


class Migration(migrations.Migration):
    dependencies = [
        ("costs", "0100_record_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("series", models.BinaryField(help_text="The series of each record, ascending.")),
                ("billed", models.BinaryField(help_text="What each was billed, in 10^-10.")),
                ("effective", models.BinaryField(help_text="Likewise; empty where no record of the day differs.")),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packs",
                        to="costs.source",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("day", "source"), name="pack_once_a_day")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
