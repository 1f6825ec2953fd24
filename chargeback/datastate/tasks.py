"""Keeps the table of changes small, so that the state is read at once."""

from celery import shared_task
from django.db.models import Max

from .models import Change

MOST, LEFT = 5_000, 100


@shared_task
def forget_old_changes() -> None:
    """Few changes are left once there are many. That is another state: results that were kept are made anew."""
    if Change.objects.count() > MOST:
        newest = Change.objects.aggregate(Max("pk"))["pk__max"]
        Change.objects.filter(pk__lte=newest - LEFT).delete()
