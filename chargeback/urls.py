"""Every address of the portal. Each name has its row in tests/access/matrix.yml."""

from django.contrib import admin
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeDoneView,
    PasswordChangeView,
)
from django.urls import path, register_converter

from chargeback.portal import converters, downloads, health, theme, views
from chargeback.portal.data import actions
from chargeback.portal.data import views as data
from chargeback.portal.tags import views as tags

register_converter(converters.Month, "month")
register_converter(converters.FileKind, "kind")
register_converter(converters.TeamSlug, "team")

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
    path("m/<month:month>/unallocated/", views.unallocated, name="unallocated"),
    path("m/<month:month>/coverage/", tags.coverage, name="coverage"),
    path("data/", data.data, name="data"),
    path("data/pull/", actions.pull_now, name="pull-now"),
    path("data/sources/<slug:slug>/", data.source, name="source"),
    path("data/sources/<slug:slug>/price/", data.price, name="pull-price"),
    path("data/sources/<slug:slug>/backfill/", data.backfill, name="backfill"),
    path("data/sources/<slug:slug>/backfill/start/", actions.backfill, name="backfill-start"),
    path("data/sources/<slug:slug>/list-tags/", actions.list_tags, name="list-tags"),
    path("data/pulls/", data.pulls, name="pulls"),
    path("data/pulls/<int:pk>/", data.pull, name="pull"),
    path("data/tags/", tags.keys, name="tags"),
    path("data/tags/values/", tags.values, name="tag-values"),
    path("jobs/", data.jobs, name="jobs"),
    path("jobs/<int:pk>/", data.job, name="job"),
    path("jobs/<int:pk>/cancel/", actions.cancel, name="job-cancel"),
    path("jobs/<int:pk>/retry/", actions.retry, name="job-retry"),
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
    path("admin/", admin.site.urls),
]
