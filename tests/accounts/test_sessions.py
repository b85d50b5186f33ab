"""Sessions that have run out do not pile up."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.tasks import forget_old_sessions
from config.celery import app


@pytest.mark.django_db
def test_old_sessions_go_and_others_stay(client, charlie):
    client.force_login(charlie, backend="accounts.backends.RoleBackend")
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    forget_old_sessions()
    assert [session.session_key for session in Session.objects.all()] == [client.session.session_key]


def test_every_job_of_the_beat_table_is_a_task_that_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
