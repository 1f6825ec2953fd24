"""The first steps of a new installation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from .page import start_page


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "start/start.html", start_page(access.first_steps_for(request.user)))
