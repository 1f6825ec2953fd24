"""The one row of options: until an admin says otherwise, the tag `project` names the project."""

from django.db import migrations


def make_row(apps, schema_editor):
    apps.get_model("allocation", "AllocationOptions").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("allocation", "0002_retired_rows_and_deferred_tenures")]

    operations = [migrations.RunPython(make_row, migrations.RunPython.noop)]
