"""The pages of the demo as the documentation shows them: who sees each, where, and what it is for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """One page. `{month}` is the month a user begins with, `{open}` the newest, `{first}` the oldest. `steps` are taken
    once it is loaded: a place with text is filled in, one without is clicked. `before` are steps that change something:
    taken before its first picture, at the page or where they go; what is not there any more is passed over.

    `ends` names the address where the steps lead. `looks` are theme and width of the pictures in the documentation.
    """

    name: str
    who: str
    address: str
    title: str
    sentence: str
    steps: tuple[tuple[str, str], ...] = ()
    looks: tuple[str, ...] = ("light-wide",)
    before: tuple[tuple[str, str], ...] = ()
    ends: str = ""


PERSONS = {
    "": "Before the login",
    "fay": "Finance",
    "ada": "Admins",
    "alice": "Team leads",
    "bob": "Leads of several teams",
    "vera": "Viewers",
    "charlie": "Somebody who is in no team yet",
}
OWN = "/m/{month}/teams/booking"

PAGES = (
    Shown("login", "", "/login/", "Login", "The only page that strangers see."),
    Shown(
        "dispute", "alice", "/disputes/1/", "A dispute",
        "A lead says why an amount is wrong; finance answers, and every step is kept.",
        before=(
            ("goto", f"{OWN}/explain/shared/?pool=database"),
            ("text=Dispute this amount", ""),
            ("#dispute-text", "Our reports moved to the archive on the 12th; please look at that week's readings."),
            ("button:has-text('Send to finance')", ""),
        ),
    ),
    Shown(
        "overview", "fay", "/m/{month}/", "Overview",
        "The bill, how much of it is with teams, the proof that nothing was lost, and what needs attention.",
        looks=("light-wide", "dark-wide", "light-narrow"),
    ),
    Shown(
        "overview-open", "fay", "/m/{open}/", "Overview of the month under way",
        "Numbers of a month that the provider has not finished are called estimated everywhere.",
    ),
    Shown("teams", "fay", "/m/{month}/teams/", "Teams", "Every team with direct cost, shares, total and change."),
    Shown(
        "statement-finance", "fay", "/m/{month}/teams/payments/?by=service", "A statement, by service",
        "Finance reads the statement of every team, by project, service, account, region or tag.",
    ),
    Shown(
        "lines", "fay", "/m/{month}/lines/", "Lines of all teams",
        "The finest rows of the month: who carries what of which account and service, by which rule.",
    ),
    Shown(
        "unallocated", "fay", "/m/{month}/unallocated/", "Unallocated",
        "What no rule covers, by what is missing; never hidden, never spread.",
    ),
    Shown(
        "explain-unallocated", "fay", "/m/{month}/unallocated/explain/total/", "Explain: unallocated",
        "Why cost is with nobody, down to the record of the bill.",
    ),
    Shown("shared", "fay", "/m/{month}/shared/", "Shared cost", "Every pool, how it was shared and where it went."),
    Shown(
        "pool", "fay", "/m/{month}/shared/platform/", "A pool",
        "Its weights and shares, receiver by receiver, for each span of days with another rule.",
    ),
    Shown(
        "coverage", "fay", "/m/{open}/coverage/", "Coverage",
        "How much of the cost carries tags, against the aim, and who last owned what does not.",
    ),
    Shown(
        "explain-series", "fay", "/m/{month}/lines/?part=billed", "Explain a line",
        "From a line of the bill up to every team that carries part of it.",
        steps=(("#table-linestable tbody a >> nth=0", ""),), ends="explain-series",
    ),
    Shown(
        "explore", "fay", "/explore/?range=12&group=team", "Explore",
        "Cost of any days by any dimension, compared, in billed or effective cost; views are kept by name.",
        looks=("light-wide", "dark-wide", "light-narrow"),
        before=(("#view-name", "A year by team"), ("button:has-text('Save view')", "")),
    ),
    Shown(
        "explore-days", "fay", "/explore/?range=to-date&group=service&metric=effective&only=team:payments",
        "Explore, day by day", "One team's month to date by service, in effective cost.",
    ),
    Shown(
        "close", "fay", "/m/{month}/close/", "Closing a month",
        "A computed checklist, a second person, and only then statements that never change again.",
        looks=("light-wide", "light-narrow"),
    ),
    Shown(
        "close-done", "fay", "/m/{first}/close/", "A closed month",
        "Every issued statement with its number, version and checksum, and each step with who took it.",
        before=(
            ("button:has-text('Send to review')", ""),
            ("text=Close in spite of it", ""),
            ("#reason-overridesecond-person", "The demo has one person in finance"),
            ("button:has-text('Override')", ""),
            ("button:has-text('Issue')", ""),
        ),
    ),
    Shown(
        "statement-version", "fay", "/m/{first}/teams/payments/v/1/", "An issued statement",
        "As it was issued, number and checksum with it, whatever has changed since.",
    ),
    Shown(
        "check-statement", "fay", "/check/", "Check a statement",
        "Whether a number and checksum on paper are those of a statement that was issued.",
    ),
    Shown(
        "adjustments", "fay", "/m/{open}/adjustments/", "Adjustments",
        "What changed in closed months since, by team and cause, to be accepted, held or written off.",
    ),
    Shown(
        "known", "fay", "/m/{first}/known/", "As known on a day",
        "The same month as the portal knew it on any day.",
    ),
    Shown(
        "invoice", "fay", "/m/{month}/invoice/", "Invoice",
        "The provider's invoice beside bill, statements and journal; every difference has a name.",
        before=(
            ("#number", "EUINDE26-10441"),
            ("#issued_on", "2026-11-03"),
            ("#amount", "588858.35"),
            ("button:has-text('Enter')", ""),
        ),
    ),
    Shown(
        "journal", "fay", "/m/{first}/journal/", "Journal",
        "The month for the general ledger, balanced, in the form of your system; every file is kept.",
    ),
    Shown("disputes", "fay", "/disputes/", "Disputes", "What leads ask about amounts; open ones keep a month open."),
    Shown("search", "fay", "/search/?q=pay", "Search", "Teams, projects, rules, accounts and pages, from every page."),
    Shown("exports", "fay", "/exports/", "Exports", "Large files are made in the background and kept for seven days."),
    Shown("audit", "fay", "/audit/", "Audit", "Every change, file and login, chained so that no edit goes unseen."),
    Shown("rules-finance", "fay", "/rules/", "Rules", "Finance reads the rules and the money that each matched."),
    Shown("history", "fay", "/rules/history/", "History", "Who changed what decides who pays, when and why."),
    Shown(
        "history-change", "fay", "/rules/history/", "One change", "Before and after, by whom and why.",
        steps=(("main tbody a >> nth=0", ""),), ends="history-change",
    ),
    Shown(
        "history-of", "fay", "/rules/history/rule/1/", "History of one rule",
        "Every version of one team, project, rule or pool.",
    ),
    Shown("data-finance", "fay", "/data/", "Data", "Where the numbers come from, and how fresh they are."),
    Shown("pulls", "fay", "/data/pulls/", "Pulls", "Every look at the provider: its price, and what came."),
    Shown("pull", "fay", "/data/pulls/1/", "A pull", "What one pull asked, got and changed, to the record."),
    Shown("tag-keys", "fay", "/data/tags/", "Tag keys", "The tag keys that rules use, and whether the bill has them."),
    Shown(
        "unallocated-admin", "ada", "/m/{open}/unallocated/", "Unallocated, for an admin",
        "The same page with a best guess beside each row; a preview comes before anything is saved.",
    ),
    Shown("rules", "ada", "/rules/", "Rules, for an admin", "In the order in which they apply, each with its money."),
    Shown(
        "draft", "ada", "/m/{open}/unallocated/?reason=unknown+tag+value", "A draft, previewed",
        "What every team would pay in every open month, before anything is saved.",
        steps=(
            ("input[name=row] >> nth=0", ""),
            ("#id_to", "project:checkout"),
            ("#id_reason", "The trial has ended"),
            ("text=Preview effect", ""),
        ),
        ends="draft",
    ),
    Shown("drafts", "ada", "/rules/drafts/", "Drafts", "Changes of the rulebook that are not in force yet."),
    Shown(
        "draft-new", "ada", "/rules/drafts/new/", "A new draft",
        "The whole rulebook as text, to be changed and previewed before it counts.",
    ),
    Shown("start", "ada", "/start/", "First steps", "What is left to do before the first month can be shown."),
    Shown("data", "ada", "/data/", "Data, for an admin", "The same with the buttons that pull and try again."),
    Shown("source", "ada", "/data/sources/aws/", "A source", "Its months, its budget, and the price before a pull."),
    Shown(
        "backfill", "ada", "/data/sources/aws/backfill/", "Backfill",
        "Earlier months, priced before they are asked for.",
    ),
    Shown("tag-values", "ada", "/data/tags/values/", "Tag values", "Values that no project knows, with guesses."),
    Shown("jobs", "ada", "/jobs/", "Jobs", "Work that is waiting, under way, done or failed."),
    Shown("job", "ada", "/jobs/1/", "A job", "What one piece of work did, and what can be done about it."),
    Shown("administration", "ada", "/admin/", "Administration", "Where teams, projects, rules and pools are edited."),
    Shown(
        "admin-rule", "ada", "/admin/allocation/mappingrule/", "Mapping rules",
        "The administration's list of rules, in the order in which they apply.",
    ),
    Shown(
        "statement", "alice", "/", "The own statement",
        "What the team owes, why it changed, by project, and what it carries of shared costs.",
        looks=("light-wide", "dark-wide", "light-narrow"),
    ),
    Shown(
        "lines-own", "alice", f"{OWN}/lines/", "The own lines",
        "The finest rows of the own statement, to be filtered and taken away as a file.",
    ),
    Shown(
        "explain", "alice", f"{OWN}/explain/total/", "Explain this cent",
        "From any amount of the statement down to pools, rule, pull and record.",
        looks=("light-wide", "light-narrow"),
    ),
    Shown(
        "explain-shared", "alice", f"{OWN}/explain/shared/?pool=database", "Explain a share",
        "One pool: its cost, its key, and the team's part of it.",
    ),
    Shown("account", "alice", "/account/", "Account", "What one chooses for oneself: colours, rows, keys, mails."),
    Shown("password", "alice", "/password/", "Password", "Changing the own password."),
    Shown("password-done", "alice", "/password/done/", "Password changed", "The next login is with the new one."),
    Shown(
        "not-found", "alice", "/m/{month}/teams/nobody/", "Not found",
        "A team of others and a team that does not exist look the same.",
    ),
    Shown("not-for-you", "alice", "/m/{month}/", "Not for you", "Pages of the company are for finance and admins."),
    Shown("teams-own", "bob", "/", "Home of a lead", "One team opens at once, several are listed."),
    Shown("statement-viewer", "vera", "/", "The statement for a viewer", "Everything to read, nothing to export."),
    Shown("no-team", "charlie", "/", "No team yet", "What somebody sees who leads nothing, and whom to ask."),
)  # fmt: skip

# Addresses that answer with something, and have no picture of their own.
NOT_SHOWN = {
    "draft-edit": "the page of a new draft with the text of an old one",
    "pull-price": "a part of the page of a source",
    "livez": "one word, for machines",
    "readyz": "one word, for machines",
    "statement-pdf": "a file",
    "export-file": "a file",
    **{
        f"{name}-export": "a file"
        for name in (
            "all-lines", "audit", "explore", "known", "lines", "overview", "rules", "statement", "unallocated",
        )
    },
}  # fmt: skip
