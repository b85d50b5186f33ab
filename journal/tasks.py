from celery import shared_task

from journal import anchors, outbox


@shared_task
def send_queued_email():
    """Send everything that is due now, a batch at a time."""
    while outbox.send_batch():
        pass


@shared_task
def anchor_journal():
    """Hold fast what the journal said at the end of yesterday."""
    anchors.anchor_yesterday()
