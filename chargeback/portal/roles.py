"""The roles as Django groups: what each may do in the administration and read in the portal.

Leads and viewers have no permissions of their own; their rows of Membership say which teams they see.
"""

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

Actions = tuple[str, ...]
VIEW: Actions = ("view",)
EDIT: Actions = ("view", "change")
ADD: Actions = ("view", "add")
EDIT_OR_ADD: Actions = ("view", "add", "change")
MANAGE: Actions = ("view", "add", "change", "delete")

# role -> app -> model -> actions. Runs and charges are made by the portal itself, so nobody edits them.
READ_EVERYTHING: dict[str, dict[str, Actions]] = {
    "alerts": dict.fromkeys(("digest", "delivery", "digestchoice"), VIEW),
    "allocation": dict.fromkeys(
        (
            "allocationoptions",
            "draft",
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
        ),
        VIEW,
    ),
    "billing": dict.fromkeys(
        ("billingperiod", "run", "assignment", "poolshare", "charge", "statementline", "teamday", "serviceday"), VIEW
    )
    | dict.fromkeys(("rulereview", "draftmonth", "settlementcomparison", "costcube", "savedview"), VIEW),
    "closing": dict.fromkeys(
        (
            "adjustment",
            "adjustmentline",
            "closing",
            "comparison",
            "issuedline",
            "override",
            "reopening",
            "review",
            "statechange",
            "statement",
            "transfer",
        ),
        VIEW,
    ),
    "costs": dict.fromkeys(
        (
            "source",
            "pull",
            "dailycontrol",
            "costseries",
            "costrecord",
            "restatement",
            "restatedcost",
            "sourcemonth",
            "requestcount",
            "requiredtag",
            "tagkey",
            "taglisting",
            "tagvalue",
        ),
        VIEW,
    ),
    "claims": dict.fromkeys(("claim", "step"), VIEW),
    "disputes": dict.fromkeys(("dispute", "step"), VIEW),
    "invoices": dict.fromkeys(("invoice", "invoiceitem", "tolerance"), VIEW),
    "journal": dict.fromkeys(("ledgeraccounts", "clearingaccount", "journalexport"), VIEW),
    "audit": dict.fromkeys(("entry", "block"), VIEW),
    "jobs": {"job": VIEW},
}
ROLES: dict[str, dict[str, dict[str, Actions]]] = {
    # Finance closes months; the second look is an admin's as well.
    "finance": READ_EVERYTHING
    | {
        "closing": READ_EVERYTHING["closing"]
        | {"adjustment": EDIT, "closing": ADD, "override": ADD, "reopening": EDIT_OR_ADD, "review": ADD},
        "disputes": READ_EVERYTHING["disputes"] | {"dispute": EDIT},
        "invoices": {"invoice": EDIT_OR_ADD, "invoiceitem": EDIT_OR_ADD, "tolerance": EDIT},
        "journal": READ_EVERYTHING["journal"] | {"journalexport": ADD},
    },
    "admin": READ_EVERYTHING
    | {
        "alerts": READ_EVERYTHING["alerts"] | {"digestchoice": EDIT_OR_ADD},
        "allocation": dict.fromkeys(READ_EVERYTHING["allocation"], MANAGE)
        | {"allocationoptions": EDIT, "draft": VIEW},  # drafts are worked on in the portal, not in the administration
        "billing": READ_EVERYTHING["billing"] | {"billingperiod": EDIT},  # the basis, and to run a month again
        "closing": READ_EVERYTHING["closing"] | {"reopening": EDIT, "review": ADD},
        "costs": READ_EVERYTHING["costs"] | {"source": ("view", "add", "change"), "requiredtag": MANAGE},
        "invoices": dict.fromkeys(("invoice", "invoiceitem"), MANAGE) | {"tolerance": VIEW},
        "journal": READ_EVERYTHING["journal"] | {"ledgeraccounts": EDIT, "clearingaccount": MANAGE},
        "jobs": {"job": EDIT},  # to try again or cancel; a job cannot be edited
        "auth": {"user": ("view", "add", "change"), "group": VIEW},
    },
    "lead": {},
    "viewer": {},
}
SEE_ALL_TEAMS = ("finance", "admin")


def codenames(role: str, app: str) -> set[str]:
    """The permissions of the role in one app, by codename."""
    models = ROLES[role].get(app, {})
    granted = {f"{action}_{model}" for model, actions in models.items() for action in actions}
    return granted | ({"view_all_teams"} if app == "allocation" and role in SEE_ALL_TEAMS else set())


def apply_roles(sender: AppConfig, **kwargs: object) -> None:
    """The groups of the table exist and hold, in the app that was just migrated, exactly the table's permissions."""
    create_permissions(sender, verbosity=0)  # Django's own receiver may come after this one
    own = Permission.objects.filter(content_type__app_label=sender.label)
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        elsewhere = group.permissions.exclude(content_type__app_label=sender.label)
        group.permissions.set([*elsewhere, *own.filter(codename__in=codenames(role, sender.label))])
