"""Readings of drivers: the list, and the import that shows what it would do before it does it."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse

from allocation.models import Driver, Reading
from allocation.readings.files import WRITERS
from allocation.readings.plan import Plan, plan_of
from allocation.readings.store import ChangedMeanwhileError, drivers_of, fingerprint, store
from allocation.readings.upload import Table, table_of
from allocation.readings.workbook import RefusedError
from allocation.rulebook import load_rulebook

from .drivers import ReadingForm
from .pages import CLASH, RulebookPage, warn_of_problems
from .preview import preview_of
from .reasons import explained

DAY = 24 * 3600
SALT = "allocation.admin.readings"
TOO_OLD = "This preview is too old or was cut off; upload the file again."


class UploadForm(forms.Form):
    file = forms.FileField(label="CSV file or workbook (.xlsx)", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))


@admin.register(Reading)
class ReadingPage(RulebookPage):
    is_rule = False
    form = ReadingForm
    list_display = ["driver", "month", "receiver", "value"]
    list_filter = ["driver"]
    list_select_related = ["driver", "team", "project", "pool"]
    date_hierarchy = "month"
    search_fields = ["driver__name", "team__name", "project__name", "pool__name"]
    autocomplete_fields = ["driver", "team", "project", "pool"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="allocation_reading_import"),
            re_path(r"^(readings|template)\.(csv|xlsx)$", view(self.download_view), name="allocation_reading_download"),
            *super().get_urls(),
        ]

    @admin.display(description="receiver")
    def receiver(self, reading: Reading) -> str:
        return str(reading.team or reading.project or reading.pool)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Asks for a file, shows what it would do, does exactly that."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        driver = chosen_driver(request)
        if "signed" in request.POST:
            return self.stored(request, driver)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self.shown(request, driver, form=form)
        upload = form.cleaned_data["file"]
        try:
            table = table_of(upload.read())
            plan = plan_of(table, load_rulebook(), driver)
        except RefusedError as error:
            form.add_error("file", f"{upload.name} was refused: {error}")
            return self.shown(request, driver, form=form)
        return self.shown(request, driver, form=form, preview=preview_of(plan), signed=signed(upload.name, table, plan))

    def stored(self, request: HttpRequest, driver: str) -> HttpResponse:
        try:
            name, rows, comma, seen = signing.loads(request.POST["signed"], salt=SALT, max_age=DAY)
            with explained(request, f"Readings imported from {name}"):
                plan = store(Table(rows, comma), driver, seen)
        except signing.BadSignature:
            self.message_user(request, TOO_OLD, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        except IntegrityError:
            self.message_user(request, CLASH, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        except ChangedMeanwhileError as error:
            self.message_user(request, f"{error} Nothing was stored.", messages.WARNING)
            again = signed(name, Table(rows, comma), error.plan)
            return self.shown(request, driver, form=UploadForm(), preview=preview_of(error.plan), signed=again)
        tell_what_was_done(request, name, plan)
        query = f"?driver__slug={driver}" if driver else ""
        return HttpResponseRedirect(reverse("admin:allocation_reading_changelist") + query)

    def shown(self, request: HttpRequest, driver: str, **context: Any) -> HttpResponse:
        query = f"?{urlencode({'driver': driver})}" if driver else ""
        title = f"Import readings of {driver}" if driver else "Import readings"
        page = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": title,
            "driver": driver,
            "query": query,
        }
        template = "admin/allocation/reading/import.html"
        return TemplateResponse(request, template, page | {"media": self.media} | context)

    def download_view(self, request: HttpRequest, what: str, form: str) -> HttpResponse:
        """The readings as a file that can be imported, or, as `template`, its header alone."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        driver = chosen_driver(request)
        readings = [one for one in load_rulebook().readings if what != "template" and driver in ("", one.driver)]
        name = "-".join(filter(None, [what, driver]))
        headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
        return HttpResponse(WRITERS[form](readings), content_type=CONTENT_TYPES[form], headers=headers)


CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def chosen_driver(request: HttpRequest) -> str:
    """The driver that the address names, "" for all. Raises Http404 when there is none of the name."""
    slug = request.GET.get("driver", "")
    return get_object_or_404(Driver, slug=slug).slug if slug else ""


def signed(name: str, table: Table, plan: Plan) -> str:
    """What the preview's page sends back: the server keeps nothing meanwhile, and stores exactly what was looked at."""
    rows = (name, table.rows, table.decimal_comma, fingerprint(plan))
    return signing.dumps(rows, salt=SALT, compress=True) if plan.does_something else ""


def tell_what_was_done(request: HttpRequest, name: str, plan: Plan) -> None:
    done = f"{len(plan.new)} added, {len(plan.changed)} changed, {len(plan.unchanged)} already as in {name}"
    drivers = Driver.objects.filter(slug__in=drivers_of([*plan.new, *plan.changed]))
    LogEntry.objects.log_actions(cast(User, request.user).pk, drivers, CHANGE, f"Readings imported: {done}.")
    messages.success(request, f"Readings: {done}.")
    warn_of_problems(request)
