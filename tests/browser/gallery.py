"""The pages of the demo as the documentation shows them: who sees each, where, and what it is for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """One page. `{month}` is the month a user begins with, `{open}` the newest. `steps` are taken once it is
    loaded: a place with text is filled in, one without is clicked.

    `looks` are theme and width of the pictures in the documentation.
    """

    name: str
    who: str
    address: str
    title: str
    sentence: str
    steps: tuple[tuple[str, str], ...] = ()
    looks: tuple[str, ...] = ("light-wide",)


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
    Shown("rules-finance", "fay", "/rules/", "Rules", "Finance reads the rules and the money that each matched."),
    Shown("history", "fay", "/rules/history/", "History", "Who changed what decides who pays, when and why."),
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
    Shown("password", "alice", "/password/", "Password", "Changing the own password."),
    Shown(
        "not-found", "alice", "/m/{month}/teams/nobody/", "Not found",
        "A team of others and a team that does not exist look the same.",
    ),
    Shown("not-for-you", "alice", "/m/{month}/", "Not for you", "Pages of the company are for finance and admins."),
    Shown("teams-own", "bob", "/", "Home of a lead", "One team opens at once, several are listed."),
    Shown("statement-viewer", "vera", "/", "The statement for a viewer", "Everything to read, nothing to export."),
    Shown("no-team", "charlie", "/", "No team yet", "What somebody sees who leads nothing, and whom to ask."),
)  # fmt: skip
