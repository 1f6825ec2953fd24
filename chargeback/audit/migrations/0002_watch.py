"""The log is append-only, and the tables that decide who pays, who sees and what was closed are under watch."""

from django.db import migrations

from chargeback.audit.watching import FUNCTIONS, append_only, watch, watch_events

EVENTS = (
    "allocationoptions",
    "driver",
    "mappingrule",
    "membership",
    "owner",
    "pool",
    "project",
    "projecttag",
    "reading",
    "rulecondition",
    "share",
    "splitrule",
    "team",
    "tenure",
)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_log"),
        ("allocation", "0031_history_of_new_columns"),
        ("billing", "0030_day_sums_and_assignment_indexes"),
        ("costs", "0010_tags"),
        ("alerts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(append_only("audit_entry"), migrations.RunSQL.noop),
        migrations.RunSQL(append_only("audit_block"), migrations.RunSQL.noop),
        *(migrations.RunSQL(watch_events(f"allocation_{name}event"), migrations.RunSQL.noop) for name in EVENTS),
        migrations.RunSQL(watch("billing_billingperiod"), migrations.RunSQL.noop),
        migrations.RunSQL(
            watch("costs_source", quiet="again_before,again_because,tested_at,findings", secret="external_id"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(watch("costs_requiredtag"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("alerts_digestchoice"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("auth_user", quiet="last_login", secret="password"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("auth_user_groups"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("auth_user_user_permissions"), migrations.RunSQL.noop),
        migrations.RunSQL(watch("auth_group_permissions"), migrations.RunSQL.noop),
    ]
