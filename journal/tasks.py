from celery import shared_task

from journal import outbox


@shared_task
def send_queued_email():
    """Send everything that is due now, a batch at a time."""
    while outbox.send_batch():
        pass
