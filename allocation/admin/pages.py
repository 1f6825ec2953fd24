"""What every page of the rulebook does: checks the whole after a save, refuses clashes and deletion of history."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, models, transaction
from django.db.models import PROTECT
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from allocation.models import AllocationOptions
from allocation.rulebook import load_rulebook, problems_of
from allocation.rulebook.lock import hold_rulebook

from . import drafting
from .reasons import ReasonActionForm, explained, with_reason, with_reason_last

SHOWN = 5
NO_REASON = "Nothing was deleted: write why, so that the history can tell."
CLASH = (
    "Somebody else changed the same rows at the same moment, so nothing of this was saved. "
    "Look at what is there now and try again."
)


class RulebookPage(admin.ModelAdmin):  # type: ignore[type-arg]
    """A model of the rulebook. Whatever is changed here has an author and a reason in the history."""

    save_on_top = True
    action_form = ReasonActionForm
    is_rule = True  # part of what a second person has to see, where the options say so

    class Media:
        css = {"all": ["allocation/admin.css"]}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        def save() -> HttpResponse:
            return super(RulebookPage, self).changeform_view(request, object_id, form_url, extra_context)

        if request.method == "POST" and drafting.BUTTON in request.POST and self.is_rule:
            row = self.get_object(request, object_id) if object_id else None
            title = f"{str(self.opts.verbose_name).capitalize()} {row or '(new)'}"
            return self.alone(request, lambda: drafting.as_draft(request, title, save))
        return self.alone(request, save, "Changed in the administration")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self.alone(
            request,
            lambda: super(RulebookPage, self).changelist_view(request, extra_context),
            self.done_in_the_list(request),
        )

    def alone(self, request: HttpRequest, save: Callable[[], HttpResponse], otherwise: str = "") -> HttpResponse:
        """What `save` answers, with nobody else writing meanwhile and with author and reason in the history."""
        if request.method != "POST":
            return save()
        if self.is_locked(request) and drafting.BUTTON not in request.POST:
            self.message_user(request, drafting.LOCKED, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        try:
            with explained(request, otherwise), transaction.atomic():
                hold_rulebook()
                return save()
        except IntegrityError:
            self.message_user(request, CLASH, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def is_locked(self, request: HttpRequest) -> bool:
        """True where changes need a second person: then forms make drafts."""
        return self.is_rule and AllocationOptions.objects.filter(needs_second_person=True).exists()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["can_draft"] = self.is_rule
        if self.is_locked(request):
            context |= dict.fromkeys(("show_save", "show_save_and_continue", "show_save_and_add_another"), False)
        return super().render_change_form(request, context, *args, **kwargs)

    def done_in_the_list(self, request: HttpRequest) -> str:
        """What a list was asked to do, in words: the reason where none is written beside the action."""
        action = self.get_actions(request).get(request.POST.get("action", ""))
        label = str(action[2]) if action else "Changed"
        return f"{label % {'verbose_name_plural': self.opts.verbose_name_plural}}, in the list"

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.POST.get("reason", "").strip():
            self.message_user(request, NO_REASON, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return self.alone(request, lambda: super(RulebookPage, self).delete_view(request, *args, **kwargs))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=with_reason(self.form), **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The reason is asked of those who can save."""
        fieldsets = super().get_fieldsets(request, obj)
        can_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return with_reason_last(fieldsets) if can_save else fieldsets

    def save_related(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().save_related(request, *args, **kwargs)
        warn_of_problems(request)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        super().delete_model(request, obj)
        warn_of_problems(request)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """A slug stays: rules, links, statements and files name it. Retired is a state, set by what happened."""
        fields = list(super().get_readonly_fields(request, obj))
        fixed = [name for name in ("slug", "is_retired") if obj and hasattr(obj, name)]
        return [*fields, *fixed]


class KeptPage(RulebookPage):
    """A model that statements name: what has a history is not deleted."""

    instead_of_deleting = ""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        retired = ("Retired", {"fields": ["is_retired"]})
        return [*fieldsets, retired] if getattr(obj, "is_retired", False) else fieldsets

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one by one, so that each refusal has its reason
        return actions

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row and (users := what_refers_to(row)):
            sentence = f"{row} cannot be deleted: {' and '.join(users)} refer to it. {self.instead_of_deleting}"
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.label_lower.replace('.', '_')}_change", args=[row.pk])
            )
        return super().delete_view(request, object_id, *args, **kwargs)


def what_refers_to(row: models.Model) -> list[str]:
    """The kinds of rows that keep `row` from being deleted."""
    kept = set()
    for relation in row._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is PROTECT:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
            if rows.exists():
                kept.add(str(relation.related_model._meta.verbose_name_plural))
    return sorted(kept)


def warn_of_problems(request: HttpRequest) -> None:
    """Tells what still keeps the rulebook, as it is now, from being computed."""
    problems = problems_of(load_rulebook())
    for problem in problems[:SHOWN]:
        messages.warning(request, f"The rulebook is not complete yet: {problem}")
    if len(problems) > SHOWN:
        messages.warning(request, f"... and {len(problems) - SHOWN} more problems.")


class RetiredFilter(admin.SimpleListFilter):
    """Hides retired rows until they are asked for."""

    title = "retired"
    parameter_name = "retired"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Retired"), ("all", "All")]

    def choices(self, changelist: Any) -> Any:
        for choice, label in zip(super().choices(changelist), ("In use", "Retired", "All"), strict=True):
            yield {**choice, "display": label}

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(is_retired=self.value() == "yes")


@admin.action(description="Take back into the rulebook (retired ones)")
def take_back(page: RulebookPage, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
    count = rows.filter(is_retired=True).update(is_retired=False)
    page.message_user(request, f"{count} taken back into the rulebook.")
    warn_of_problems(request)
