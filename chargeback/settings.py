"""Settings, all from the environment. `python manage.py check --deploy` judges what results.

A secret NAME can also come from a file whose path is in NAME_FILE (Docker and Kubernetes secrets).
"""

import datetime as dt
from pathlib import Path

import environ
import pghistory
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()


def flag(name: str, default: bool) -> bool:
    """A switch. A word that is neither yes nor no stops the start: HTTPS=ture must not mean no HTTPS."""
    text = env.str(name, default="").strip().lower()
    if text not in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} is {text!r}; write true or false.")
    return text in {"1", "true", "yes", "on"} if text else default


def pinned_day(name: str) -> dt.date | None:
    """A day, or None when the variable is empty."""
    text = env.str(name, default="").strip()
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}; write a day as YYYY-MM-DD, for example 2024-10-15.") from None


# The quick start and the tests set this; a real installation never does. See chargeback/portal/checks.py.
DEMO = flag("CHARGEBACK_DEMO", default=False)
DEMO_SECRET_KEY = "demo-only-not-a-secret-every-copy-of-the-portal-has-this-one"  # noqa: S105 refused outside the demo

DEBUG = False
# Empty is refused by chargeback/portal/checks.py, not here: `manage.py allocate` needs no settings at all.
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET_KEY if DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# CHARGEBACK_TODAY=2024-10-15 replays an old bill as if it were that day.
TODAY = pinned_day("CHARGEBACK_TODAY")

# Where the check of a rulebook finds a month's costs. The rulebook's own package knows nothing of bills.
RULEBOOK_COSTS = "chargeback.billing.month_costs.month_costs"

# Where a pull finds which months are closed. The costs' own package knows nothing of periods.
CLOSED_MONTHS = "chargeback.billing.closed_months.closed_months"

# The checklist of a month's close, in its order: functions of chargeback.closing.checks.Closeable that return a Check.
CLOSE_CHECKS = [
    "chargeback.closing.data_checks.data_is_final",
    "chargeback.closing.data_checks.no_pull_failed",
    "chargeback.closing.data_checks.run_is_current",
    "chargeback.closing.run_checks.proof_is_ok",
    "chargeback.closing.run_checks.splits_are_complete",
    "chargeback.closing.run_checks.readings_are_there",
    "chargeback.closing.run_checks.unallocated_is_little",
    "chargeback.closing.run_checks.adjustments_are_decided",
    "chargeback.closing.run_checks.transfers_are_needed",
    "chargeback.invoices.checks.invoice_ties_out",
    "chargeback.disputes.checks.disputes_are_decided",
    "chargeback.closing.run_checks.reviewed_by_another",
]

# What `manage.py verify` checks beside records and runs: functions that yield a sentence for each broken promise.
VERIFICATIONS = ["chargeback.closing.verify.closing_problems", "chargeback.audit.verify.log_problems"]

# Functions that yield the audit log's heads on what was issued: each has to be in the log for ever.
AUDIT_WITNESSES = ["chargeback.closing.witnesses.printed_heads", "chargeback.journal.witnesses.printed_heads"]

INSTALLED_APPS = [
    "chargeback.portal",
    "chargeback.alerts",
    "chargeback.claims",
    "chargeback.disputes",
    "chargeback.invoices",
    "chargeback.journal",
    "chargeback.exports",
    "chargeback.accounts",
    "chargeback.closing",
    "chargeback.billing",
    "chargeback.costs",
    "chargeback.jobs",
    "chargeback.audit",
    "chargeback.datastate",
    "chargeback.demo",
    "chargeback",
    "allocation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "csp",
    "pghistory",
    "pgtrigger",
]

MIDDLEWARE = [
    "chargeback.portal.request_ids.request_ids",  # first, so that every line of the log has it
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a page is closed unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chargeback.portal.middleware.one_state_of_data",
    "chargeback.portal.middleware.with_habits",
    "chargeback.portal.middleware.Authorship",
    "chargeback.portal.middleware.private_pages",
    "chargeback.portal.middleware.no_nul",
    "chargeback.portal.middleware.noted_exports",
]

ROOT_URLCONF = "chargeback.urls"
WSGI_APPLICATION = "chargeback.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chargeback.portal.context.page_frame",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://portal@/portal")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["application_name"] = "chargeback"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Why each line: a killed worker must lose no work and no task may run beside its own redelivery.
# kombu has its own words for a Redis behind a socket; it would read the wrong database without a sound.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 1800
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,  # longer than the time limit, or every long task runs twice
    # kombu looks for dead workers' messages only every 10 s x 10; the sweeper is quicker, this is the second net.
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    # Beat only ticks. What is due is decided from rows in PostgreSQL, so two beats or a missed tick change nothing.
    "sweep": {"task": "chargeback.jobs.tasks.sweep", "schedule": env.float("SWEEP_SECONDS", default=20.0)},
    "daily-pulls": {"task": "chargeback.costs.tasks.queue_daily_pulls", "schedule": 60.0},
    "comparisons": {"task": "chargeback.closing.tasks.queue_comparisons", "schedule": 300.0},
    "tag-lists": {"task": "chargeback.costs.tag_tasks.queue_tag_lists", "schedule": 300.0},
    "audit-chain": {"task": "chargeback.audit.tasks.chain_audit_log", "schedule": 10.0},
    "old-changes": {"task": "chargeback.datastate.tasks.forget_old_changes", "schedule": 3600.0},
    "old-exports": {"task": "chargeback.exports.tasks.queue_cleaning", "schedule": 600.0},
    "daily-digest": {"task": "chargeback.alerts.tasks.queue_daily_digest", "schedule": 60.0},
}

# Where files made in the background lie. Web and worker must share it.
EXPORTS_DIR = env.path("EXPORTS_DIR", default=str(BASE_DIR / ".state" / "exports"))()

# Requests a second to one payer; 0 is as fast as it answers. AWS throttles at a rate it does not publish.
COST_EXPLORER_RATE = env.float("COST_EXPLORER_RATE", default=2.0)

# Mail: the daily digest. EMAIL_URL=smtp+tls://user:password@mail.example.com:587 ; without one nothing is sent.
MAIL_SERVER_IS_SET = bool(env.str("EMAIL_URL", default=""))
MAIL = env.email_url_config(env.str("EMAIL_URL", default="") or "dummymail://")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_BACKEND"], MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"], MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("EMAIL_USE_TLS", False), MAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = MAIL["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Chargeback <chargeback@localhost>")
# The portal's address, with which links in mails begin: https://chargeback.example.com
PORTAL_URL = env.str("PORTAL_URL", default="")
# Hour of the day (UTC) from which the digest is due; after the first pulls of the day.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=8)

# Ten wrong passwords in a quarter of an hour, for an account or from an address, and no more are looked at.
AUTHENTICATION_BACKENDS = ["chargeback.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
# How amounts and dates are written, for example en, de_DE, fr_CH (a Babel locale).
DISPLAY_LOCALE = env.str("DISPLAY_LOCALE", default="en")

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# A built image serves hashed, compressed files; a checkout serves the sources, as collecting them takes 10 s and more.
COLLECTED = flag("STATIC_COLLECTED", default=False)
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / ".state" / "static"))() if COLLECTED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED

# Plain HTTP is for the quick start on one machine; a real installation sits behind HTTPS.
HTTPS = flag("HTTPS", default=not DEMO)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # health checks come from inside, over plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# What a proxy in front says of whoever asks: the protocol, and the address that wrong passwords are counted by.
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Bootstrap's form icons are data: images
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# The history of the rulebook: who posted a form is noted; reading changes nothing. Columns that nobody searches by
# need no index; allocation/models/history.py indexes the two that are.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

DJANGO_TABLES2_TEMPLATE = "table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "chargeback.portal.request_ids.WithRequestId"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "botocore": {"level": "WARNING"},  # below that it writes whole requests and signatures
        "weasyprint": {"level": "ERROR"},  # below that it writes each rule of style that is for screens
        "fontTools": {"level": "WARNING"},
    },
}
