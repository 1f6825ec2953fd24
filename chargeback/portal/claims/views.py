"""Claims: the list with the form, one with its steps, raising one, taking a step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chargeback.claims.claiming import ClaimRefusedError
from chargeback.clock import month_start, now, today
from chargeback.conversation import refused

from .. import access
from .forms import ClaimForm
from .page import admin_part, claim_page, claims_page

SENT = "Claim {pk} is sent to the admins."


@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """The list; a post raises a claim, or says in one sentence why not and keeps what was written."""
    teams = access.claiming_teams_for(request.user)
    key = access.tag_key_to_claim()
    if request.method != "POST":
        form = ClaimForm(initial={"since": month_start(today())}, teams=teams, tag_key=key) if teams else None
        return listed(request, form)
    form = ClaimForm(request.POST, teams=teams, tag_key=key)
    try:
        pk = raised(request, form)
    except ClaimRefusedError as refusal:
        messages.error(request, str(refusal))
        return listed(request, form)
    messages.success(request, SENT.format(pk=pk))
    return redirect("claim", pk)


def listed(request: HttpRequest, form: ClaimForm | None) -> HttpResponse:
    return render(request, "claims/claims.html", claims_page(access.claims_for(request.user), form, request.GET))


def raised(request: HttpRequest, form: ClaimForm) -> int:
    """The id of the new claim; a team that is not theirs is 404. Raises ClaimRefusedError."""
    team = access.claiming_team_for(request.user, request.POST.get("team", "")).slug
    if not form.is_valid():
        raise ClaimRefusedError(form.refusal)
    said = form.cleaned_data
    return access.raise_claim_for(request.user, team, said, said["since"], said["text"], now(), today())


@require_safe
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.claim_for(request.user, pk)
    page = claim_page(found, access.claim_actions_for(request.user, found))
    if access.can_change_rules(request.user):
        rows, targets = access.claimed_rows_for(request.user, pk), access.targets_for(request.user)
        page |= admin_part(rows, targets, found, request.GET)
    return render(request, "claims/claim.html", page)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    post = request.POST
    try:
        draft = access.claim_step_for(
            request.user, pk, post.get("action", ""), post.get("to", "").strip(), post.get("text", ""), now()
        )
    except ClaimRefusedError as refusal:
        messages.error(request, refused(refusal, post.get("text", "")))
        return redirect("claim", pk)
    if draft is None:
        return redirect("claim", pk)
    messages.success(request, "The rule stands in this draft. Look at what it does, then publish it.")
    return redirect("draft", draft)
