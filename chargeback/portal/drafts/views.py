"""Drafts: the list, one draft, its form, and what can be done with it."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allocation.drafts import DraftRefusedError
from allocation.rulebook import RulebookError
from chargeback.clock import now, parse_month

from .. import access
from .forms import DraftForm
from .page import EDIT_HELP, draft_page, list_page

PUBLISHED = "Published. The months that are open are calculated anew; that takes a moment."
DONE = {"publish": PUBLISHED, "discard": "The draft was discarded. Nothing was changed.", "approve": "Approved."}


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    found = access.drafts_for(request.user)
    return render(request, "drafts/drafts.html", list_page(found, request.GET, access.can_change_rules(request.user)))


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    shown = access.draft_for(user, pk)
    may = access.can_change_rules(user), access.can_approve(user, shown.draft), access.needs_second_person()
    return render(request, "drafts/draft.html", draft_page(shown, request.GET, *may))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form of a draft, new or old. What was written stays in it until it could be stored."""
    draft, text = access.draft_text_for(request.user, pk)
    known = {"name": draft.name, "reason": draft.reason, "edition": draft.edition} if draft else {}
    form = DraftForm(request.POST or None, request.FILES or None, initial={"text": text, **known})
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("draft", stored(request, pk, form))
        except RulebookError as error:
            problems = error.problems
        except DraftRefusedError as refusal:
            problems = (str(refusal),)
    shown = {"form": form, "draft": draft, "problems": problems, "help": EDIT_HELP}
    return render(request, "drafts/edit.html", shown)


def stored(request: HttpRequest, pk: int | None, form: DraftForm) -> int:
    said = form.cleaned_data
    if pk is None:
        return access.new_draft_for(request.user, said["name"], said["reason"], form.yaml, now()).pk
    edition = said["edition"] or 0
    return access.edit_draft_for(request.user, pk, edition, said["name"], said["reason"], form.yaml, now()).pk


@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Does it and says so, or says in one sentence why not."""
    try:
        do(request, pk, action)
    except DraftRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("draft", pk)


def do(request: HttpRequest, pk: int, action: str) -> None:
    edition = edition_asked(request.POST.get("edition", ""))
    if action == "preview":
        access.preview_for(request.user, pk, months_asked(request.POST.getlist("month")), now())
    elif action == "take-over":
        conflicts = access.take_over_for(request.user, pk, edition, now())
        kept = f" Where both changed the same, yours stayed: {', '.join(map(str, conflicts))}." if conflicts else ""
        messages.success(request, f"The draft now stands on today's rulebook.{kept} Look at it again.")
    elif action == "approve":
        access.approve_for(request.user, pk, edition, now())
        messages.success(request, DONE[action])
    else:
        access.end_draft_for(request.user, pk, edition, action, now())
        messages.success(request, DONE[action])


def edition_asked(text: str) -> int:
    """The edition that the form was made for; 0, which none is, for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def months_asked(texts: list[str]) -> list[dt.date]:
    """The months that the form names; raises DraftRefusedError for what is none."""
    try:
        return [parse_month(text) for entry in texts for text in entry.split()]
    except ValueError as error:
        raise DraftRefusedError(str(error)) from None
