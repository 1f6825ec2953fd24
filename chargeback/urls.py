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
from chargeback.portal.account import views as account
from chargeback.portal.account.forms import LoginForm
from chargeback.portal.admin import nowhere
from chargeback.portal.audit import views as audit
from chargeback.portal.claims import views as claims
from chargeback.portal.closing import adjustments
from chargeback.portal.closing import views as closing
from chargeback.portal.data import actions
from chargeback.portal.data import views as data
from chargeback.portal.disputes import views as disputes
from chargeback.portal.drafts import views as drafts
from chargeback.portal.explain import views as explain
from chargeback.portal.explore import actions as explore_actions
from chargeback.portal.explore import views as explore
from chargeback.portal.exports import views as exports
from chargeback.portal.history import views as history
from chargeback.portal.invoices import views as invoices
from chargeback.portal.journal import views as journal
from chargeback.portal.lines import views as lines
from chargeback.portal.pools import views as pools
from chargeback.portal.rules import views as rules
from chargeback.portal.search import views as search
from chargeback.portal.start import views as start
from chargeback.portal.statement import views as statement
from chargeback.portal.tags import views as tags
from chargeback.portal.unallocated import views as unallocated

register_converter(converters.Month, "month")
register_converter(converters.FileKind, "kind")
register_converter(converters.TeamSlug, "team")
register_converter(converters.Explained, "explained")
register_converter(converters.Moment, "moment")
register_converter(converters.DraftAction, "draft_action")
register_converter(converters.ThingKind, "thing")
register_converter(converters.ViewAction, "view_action")
register_converter(converters.CloseAction, "close_action")

# Django's views would also take PUT for a post and answer OPTIONS.
FORM = {"http_method_names": ["get", "head", "post"]}
LOGIN = {**FORM, "template_name": "login.html", "redirect_authenticated_user": True, "authentication_form": LoginForm}

urlpatterns = [
    path("", views.home, name="home"),
    path("m/<month:month>/", views.overview, name="overview"),
    path("m/<month:month>/export.<kind:kind>", downloads.overview_export, name="overview-export"),
    path("m/<month:month>/teams/", views.teams, name="teams"),
    path("m/<month:month>/teams/<team:team>/", statement.statement, name="statement"),
    path("m/<month:month>/teams/<team:team>/v/<int:version>/", statement.statement_version, name="statement-version"),
    path("m/<month:month>/teams/<team:team>/v/<int:version>/changes/", statement.changes, name="statement-changes"),
    path("m/<month:month>/teams/<team:team>/statement.pdf", statement.statement_pdf, name="statement-pdf"),
    path(
        "m/<month:month>/teams/<team:team>/statement.<kind:kind>", downloads.statement_export, name="statement-export"
    ),
    path("m/<month:month>/teams/<team:team>/lines/", lines.lines, name="lines"),
    path("m/<month:month>/teams/<team:team>/lines.<kind:kind>", lines.lines_export, name="lines-export"),
    path("m/<month:month>/teams/<team:team>/explain/<explained:what>/", explain.explain, name="explain"),
    path("m/<month:month>/lines/", lines.all_lines, name="all-lines"),
    path("m/<month:month>/lines.<kind:kind>", lines.all_lines_export, name="all-lines-export"),
    path("m/<month:month>/explain/series/", explain.series, name="explain-series"),
    path("m/<month:month>/unallocated/explain/<explained:what>/", explain.unallocated, name="explain-unallocated"),
    path("m/<month:month>/coverage/", tags.coverage, name="coverage"),
    path("m/<month:month>/unallocated/", unallocated.unallocated, name="unallocated"),
    path("m/<month:month>/unallocated/export.csv", unallocated.export, name="unallocated-export"),
    path("m/<month:month>/shared/", pools.shared, name="shared"),
    path("m/<month:month>/shared/<team:pool>/", pools.pool, name="pool"),
    path("m/<month:month>/teams/<team:team>/dispute/<explained:what>/", disputes.raise_dispute, name="dispute-raise"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<int:pk>/", disputes.dispute, name="dispute"),
    path("disputes/<int:pk>/step/", disputes.step, name="dispute-step"),
    path("disputes/<int:pk>/transfer/", disputes.transfer, name="dispute-transfer"),
    path("disputes/<int:pk>/take-back/", disputes.take_back, name="dispute-take-back"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/step/", claims.step, name="claim-step"),
    path("m/<month:month>/invoice/", invoices.invoice, name="invoice"),
    path("m/<month:month>/invoice/add/", invoices.add, name="invoice-add"),
    path("m/<month:month>/invoice/tolerance/", invoices.tolerance, name="invoice-tolerance"),
    path("m/<month:month>/journal/", journal.journal, name="journal"),
    path("m/<month:month>/journal/export/", journal.export, name="journal-export"),
    path("journal/<int:pk>/", journal.journal_file, name="journal-file"),
    path("explore/", explore.explore, name="explore"),
    path("explore/export.<kind:kind>", explore.export, name="explore-export"),
    path("explore/views/", explore_actions.save, name="explore-save"),
    path("explore/views/<int:pk>/<view_action:action>/", explore_actions.change, name="explore-view"),
    path("m/<month:month>/close/", closing.close, name="close"),
    path("m/<month:month>/close/<close_action:action>/", closing.act, name="close-act"),
    path("m/<month:month>/adjustments/", adjustments.adjustments, name="adjustments"),
    path("m/<month:month>/adjustments/accept/", adjustments.accept, name="adjustments-accept"),
    path("m/<month:month>/adjustments/<int:pk>/", adjustments.decide, name="adjustment-decide"),
    path("m/<month:month>/known/", adjustments.known, name="known"),
    path("m/<month:month>/known.csv", adjustments.known_export, name="known-export"),
    path("check/", closing.check, name="check-statement"),
    path("start/", start.start, name="start"),
    path("search/", search.search, name="find"),
    path("exports/", exports.exports, name="exports"),
    path("exports/start/", exports.start, name="export-start"),
    path("exports/<int:pk>/file", exports.file, name="export-file"),
    path("exports/<int:pk>/delete/", exports.delete, name="export-delete"),
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
    path("audit/", audit.audit, name="audit"),
    path("audit/export.csv", audit.export, name="audit-export"),
    path("audit/verify/", audit.verify, name="audit-verify"),
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
    path("account/", account.account, name="account"),
    path("theme/", theme.choose_theme, name="theme"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/r/<int:content_type>/<path:pk>/", admin.site.admin_view(nowhere), name="admin-nowhere"),
    path("admin/", admin.site.urls),
]
