"""Files made in the background: asked for, listed, taken, deleted. Each user has only their own."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import now
from chargeback.exports.asking import TooManyExportsError

from .. import access
from ..downloads import CONTENT_TYPES
from .asked import wanted
from .page import exports_page

STARTED = "The file is being written. It appears below; you can go on working meanwhile."


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    found = access.exports_for(request.user, now())
    return render(request, "exports/exports.html", exports_page(found, request.GET))


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Queues the file, or says in one sentence why not. Asking twice is one file."""
    try:
        access.ask_export_for(request.user, wanted(request.POST), now())
    except TooManyExportsError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, STARTED)
    return redirect("exports")


@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    path, name = access.export_file_for(request.user, pk, now())
    kind = CONTENT_TYPES[name.rpartition(".")[2]]
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    access.drop_export_for(request.user, pk, now())
    messages.success(request, "The export is deleted.")
    return redirect("exports")
