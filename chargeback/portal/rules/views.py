"""The mapping rules, and the whole rulebook as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chargeback.clock import add_months, month_start, now, today

from .. import access
from .page import rules_page


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    day = today()
    last = add_months(month_start(day), -1)
    wait = "count" in request.GET
    shown = access.rule_list_for(request.user, last, request.GET.get("currency", ""), day, now(), wait)
    return render(request, "rules/rules.html", rules_page(shown, request.GET, access.can_change_rules(request.user)))


@require_safe
def rules_export(request: HttpRequest) -> HttpResponse:
    text = access.rulebook_yaml_for(request.user)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rulebook-{today()}.yaml"'
    return response
