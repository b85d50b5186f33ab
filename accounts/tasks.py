from celery import shared_task
from django.core.management import call_command


@shared_task
def forget_old_sessions():
    """Remove the sessions that have run out; nobody is signed out by it."""
    call_command("clearsessions")
