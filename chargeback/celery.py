"""The Celery application. Messages are nudges that carry ids; the work list is `jobs.Job` in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chargeback.settings")

app = Celery("chargeback")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
