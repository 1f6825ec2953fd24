"""Every address of the portal. Each name has its row in tests/access/matrix.yml."""

from django.contrib import admin
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeDoneView,
    PasswordChangeView,
)
from django.urls import path, register_converter

from chargeback.portal import converters, data, downloads, health, theme, views
from chargeback.portal.admin import nowhere
from chargeback.portal.drafts import views as drafts
from chargeback.portal.history import views as history
from chargeback.portal.pools import views as pools
from chargeback.portal.rules import views as rules
from chargeback.portal.start import views as start
from chargeback.portal.unallocated import views as unallocated

register_converter(converters.Month, "month")
register_converter(converters.FileKind, "kind")
register_converter(converters.TeamSlug, "team")
register_converter(converters.Moment, "moment")
register_converter(converters.DraftAction, "draft_action")
register_converter(converters.ThingKind, "thing")

# Django's views would also take PUT for a post and answer OPTIONS.
FORM = {"http_method_names": ["get", "head", "post"]}
LOGIN = {**FORM, "template_name": "login.html", "redirect_authenticated_user": True}

urlpatterns = [
    path("", views.home, name="home"),
    path("m/<month:month>/", views.overview, name="overview"),
    path("m/<month:month>/export.<kind:kind>", downloads.overview_export, name="overview-export"),
    path("m/<month:month>/teams/", views.teams, name="teams"),
    path("m/<month:month>/teams/<team:team>/", views.statement, name="statement"),
    path(
        "m/<month:month>/teams/<team:team>/statement.<kind:kind>", downloads.statement_export, name="statement-export"
    ),
    path("m/<month:month>/unallocated/", unallocated.unallocated, name="unallocated"),
    path("m/<month:month>/unallocated/export.csv", unallocated.export, name="unallocated-export"),
    path("m/<month:month>/shared/", pools.shared, name="shared"),
    path("m/<month:month>/shared/<team:pool>/", pools.pool, name="pool"),
    path("start/", start.start, name="start"),
    path("rules/", rules.rules, name="rules"),
    path("rules/export.yaml", rules.rules_export, name="rules-export"),
    path("rules/history/", history.history, name="history"),
    path("rules/history/at/<moment:at>/", history.change, name="history-change"),
    path("rules/history/<thing:kind>/<int:pk>/", history.thing, name="history-of"),
    path("rules/drafts/", drafts.drafts, name="drafts"),
    path("rules/drafts/new/", drafts.edit, name="draft-new"),
    path("rules/drafts/<int:pk>/", drafts.draft, name="draft"),
    path("rules/drafts/<int:pk>/edit/", drafts.edit, name="draft-edit"),
    path("rules/drafts/<int:pk>/<draft_action:action>/", drafts.act, name="draft-act"),
    path("data/", data.data, name="data"),
    path("data/pull/", data.pull_now, name="pull-now"),
    path("jobs/<int:pk>/", data.job, name="job"),
    path("login/", LoginView.as_view(**LOGIN), name="login"),
    path("logout/", LogoutView.as_view(http_method_names=["post"]), name="logout"),
    path("password/", PasswordChangeView.as_view(**FORM, template_name="password.html"), name="password_change"),
    path(
        "password/done/",
        PasswordChangeDoneView.as_view(http_method_names=["get", "head"], template_name="password_done.html"),
        name="password_change_done",
    ),
    path("theme/", theme.choose_theme, name="theme"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/r/<int:content_type>/<path:pk>/", admin.site.admin_view(nowhere), name="admin-nowhere"),
    path("admin/", admin.site.urls),
]
