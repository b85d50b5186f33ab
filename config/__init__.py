"""The project's settings, addresses and schedule. Importing it loads the Celery app, so `.delay()` works everywhere."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
