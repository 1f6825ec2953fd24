from django.db import migrations

COLUMNS = ("codes", "amounts", "cents", "daily")
# PostgreSQL compresses large values when they are stored. Of these numbers that spared two fifths of their place and
# took ten times as long as all the rest of storing them: half of a large month's run.
PLAIN = [f"ALTER TABLE billing_costcube ALTER COLUMN {column} SET STORAGE EXTERNAL" for column in COLUMNS]
PRESSED = [f"ALTER TABLE billing_costcube ALTER COLUMN {column} SET STORAGE EXTENDED" for column in COLUMNS]


class Migration(migrations.Migration):
    """Cubes that are there already stay compressed and are read as before."""

    dependencies = [
        ("billing", "0090_both_bases"),
    ]

    operations = [migrations.RunSQL(PLAIN, PRESSED)]
