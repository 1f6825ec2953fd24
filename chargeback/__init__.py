"""What was billed, who owes what, who may see it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
