"""The Celery application. Messages are nudges that carry ids; the work list is `jobs.Job` in PostgreSQL."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

from chargeback.portal.checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chargeback.settings")

app = Celery("chargeback")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse(**kwargs: object) -> None:
    """Worker and beat end with one sentence where a real installation must not start."""
    try:
        refuse_unsafe_start()
    except Exception as error:  # of a signal's exceptions only SystemExit stops Celery; it logs the others and goes on
        raise SystemExit(str(error)) from error
