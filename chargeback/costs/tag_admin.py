"""Where admins say which tag keys a team's cost must carry."""

from django.contrib import admin

from .models import RequiredTag


@admin.register(RequiredTag)
class RequiredTagAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["key", "whose"]
    list_filter = [("team", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["team"]
    search_fields = ["key", "team__name", "team__slug"]
    autocomplete_fields = ["team"]

    @admin.display(description="on the cost of", ordering="team__name")
    def whose(self, required: RequiredTag) -> str:
        return str(required.team or "every team")
