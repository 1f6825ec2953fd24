"""What pages show is under watch."""

from django.db import migrations

from chargeback.datastate.watching import FORGET_FUNCTION, FUNCTION, unwatched, watched

TABLES = (
    "allocation_allocationoptions", "allocation_draft", "allocation_driver", "allocation_mappingrule", "allocation_membership", "allocation_owner", "allocation_pool", "allocation_project", "allocation_projecttag", "allocation_reading", "allocation_rulecondition", "allocation_share", "allocation_splitrule", "allocation_team", "allocation_tenure",
    "auth_group", "auth_group_permissions", "auth_permission", "auth_user_groups", "auth_user_user_permissions",
    "accounts_preference",
    "billing_billingperiod", "billing_draftmonth", "billing_run", "billing_savedview", "billing_settlementcomparison",
    "claims_claim", "claims_step",
    "closing_adjustment", "closing_adjustmentline", "closing_closing", "closing_comparison", "closing_issuedline", "closing_override", "closing_reopening", "closing_review", "closing_statechange", "closing_statement", "closing_transfer",
    "costs_costrecord", "costs_costseries", "costs_dailycontrol", "costs_requiredtag", "costs_restatedcost", "costs_restatement", "costs_source", "costs_sourcemonth", "costs_tagkey", "costs_taglisting", "costs_tagvalue",
    "disputes_dispute", "disputes_step",
    "invoices_invoice", "invoices_invoiceitem", "invoices_tolerance",
    "journal_clearingaccount", "journal_journalexport", "journal_ledgeraccounts",
)
# A pull that runs counts its requests, and who signs in is noted: neither changes what a kept page says.
SOME_COLUMNS = {
    "costs_pull": "job_id, state, because, finished_at, records, currency, billed_cost, effective_cost, error",
    "auth_user": "username, first_name, last_name, email, is_active, is_staff, is_superuser",
}


class Migration(migrations.Migration):
    dependencies = [
        ("datastate", "0001_initial"),
        ("accounts", "0001_initial"),
        ("allocation", "0002_squashed_0031_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("billing", "0091_cubes_uncompressed"),
        ("claims", "0091_watched"),
        ("closing", "0100_audit_head"),
        ("costs", "0110_record_packs"),
        ("disputes", "0090_transfer"),
        ("invoices", "0100_tolerance_by_currency"),
        ("journal", "0081_guards"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, FORGET_FUNCTION),
        *(migrations.RunSQL(watched(table), unwatched(table)) for table in TABLES),
        *(migrations.RunSQL(watched(table, columns), unwatched(table)) for table, columns in SOME_COLUMNS.items()),
    ]
