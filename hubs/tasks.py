from celery import shared_task

from hubs.reminders import sending


@shared_task
def send_reminders():
    """Queue the reminders that are due and were not sent."""
    sending.send_due()
