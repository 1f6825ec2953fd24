"""A form of the administration -> a draft: what saving would do is tried, read, and taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from allocation.drafts import DraftRefusedError, new_draft
from allocation.engine.rulebook import Rulebook
from allocation.history.authorship import LONGEST_REASON
from allocation.models import AllocationOptions, Membership
from allocation.rulebook import load_rulebook
from allocation.rulebook.today import now

BUTTON = "_draft"
NOT_IN_DRAFTS = (
    "The draft keeps what decides who pays. Members of teams, and whether changes need a second person, are no part of "
    "it and stayed as they were; save those by themselves."
)
LOCKED = "Changes need a second person here: nothing was saved. Choose 'Preview as a draft' to prepare this one."


@dataclass(frozen=True, slots=True)
class Tried:
    """What a save did before it was taken back: the answer, the rulebook on both sides, and what is outside of it."""

    answer: HttpResponse
    before: Rulebook
    after: Rulebook
    touched_more: bool


def as_draft(request: HttpRequest, title: str, save: Callable[[], HttpResponse]) -> HttpResponse:
    """Where the new draft is; the form with its errors when it could not be saved; back when it changes nothing."""
    tried = try_out(save)
    if tried.answer.status_code != 302:  # the form is shown again, with what is wrong
        return tried.answer
    forget_messages(request)
    if tried.touched_more:
        messages.warning(request, NOT_IN_DRAFTS)
    reason = request.POST.get("reason", "")[:LONGEST_REASON]
    try:
        draft = new_draft(title, reason, tried.before, tried.after, cast(User, request.user), now())
    except DraftRefusedError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(reverse("draft", args=[draft.pk]))


def try_out(save: Callable[[], HttpResponse]) -> Tried:
    """Saves, reads what became of the rulebook, and takes all of it back. Raises IntegrityError as a save would."""
    with transaction.atomic():
        before, outside = load_rulebook(), outside_of_rulebook()
        answer = save()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a commit would check them, and there is none
        tried = Tried(answer, before, load_rulebook(), outside != outside_of_rulebook())
        transaction.set_rollback(True)
    return tried


def outside_of_rulebook() -> tuple[object, ...]:
    """What the pages can change too, but no rulebook holds."""
    members = Membership.objects.order_by("pk").values_list("team_id", "user_id", "role")
    return (*members, *AllocationOptions.objects.values_list("needs_second_person"))


def forget_messages(request: HttpRequest) -> None:
    """The save told that it was done; it was not."""
    for _ in messages.get_messages(request):
        continue
