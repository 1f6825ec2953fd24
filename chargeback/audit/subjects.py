"""What entries are about, in words: tables and other subjects -> what people call them."""

SUBJECTS = {
    "allocation_mappingruleevent": "rule",
    "allocation_ruleconditionevent": "condition of a rule",
    "allocation_projectevent": "project",
    "allocation_projecttagevent": "tag of a project",
    "allocation_tenureevent": "team of a project",
    "allocation_teamevent": "team",
    "allocation_membershipevent": "membership",
    "allocation_ownerevent": "owner",
    "allocation_poolevent": "pool",
    "allocation_splitruleevent": "split rule",
    "allocation_shareevent": "share of a split",
    "allocation_driverevent": "driver",
    "allocation_readingevent": "reading",
    "allocation_allocationoptionsevent": "options",
    "billing_billingperiod": "billing period",
    "costs_source": "source",
    "costs_requiredtag": "required tag",
    "alerts_digestchoice": "digest",
    "auth_user": "user",
    "auth_user_groups": "role of a user",
    "auth_user_user_permissions": "right of a user",
    "auth_group_permissions": "right of a role",
    "closing_closing": "close of a month",
    "closing_override": "override of a check",
    "closing_review": "review",
    "closing_reopening": "reopening",
    "closing_adjustment": "adjustment",
    "closing_transfer": "transfer",
    "journal_ledgeraccounts": "account of the ledger",
    "journal_clearingaccount": "clearing account",
    "journal_journalexport": "journal",
    "invoices_invoice": "invoice",
    "invoices_invoiceitem": "item of an invoice",
    "invoices_tolerance": "tolerance",
    "claims_claim": "claim",
    "claims_step": "step of a claim",
    "disputes_dispute": "dispute",
    "disputes_step": "step of a dispute",
    "login": "login",
    "file": "file",
    "audit log": "audit log",
}


def named(subject: str) -> str:
    return SUBJECTS.get(subject, subject)


def subjects_called(word: str) -> list[str]:
    """The subjects that people call so; the word itself where nobody does."""
    return [subject for subject, called in SUBJECTS.items() if called == word] or [word]
