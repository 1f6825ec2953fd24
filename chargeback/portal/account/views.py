"""The user's own page: how the portal looks, what it begins with, and what this user may see."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import access
from ..habits import habits_of
from .forms import AccountForm
from .page import account_page, landings


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Shows what is chosen; a post keeps it, or shows again what was chosen wrongly."""
    memberships, sees_company = access.memberships_for(request.user), access.sees_company(request.user)
    offered = landings(memberships, sees_company)
    if request.method != "POST":
        form = AccountForm(initial=chosen(request), landings=offered)
        return render(request, "account/account.html", account_page(form, memberships, sees_company))
    form = AccountForm(request.POST, landings=offered)
    if not form.is_valid():
        return render(request, "account/account.html", account_page(form, memberships, sees_company))
    access.keep_preference_for(request.user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("account")


def chosen(request: HttpRequest) -> dict[str, object]:
    habits = habits_of(request.user)
    return {name: getattr(habits, name) for name in AccountForm.base_fields}
