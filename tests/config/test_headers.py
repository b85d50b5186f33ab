"""What every answer tells the browser, and the page shown during maintenance."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import security_headers


def test_every_page_says_what_a_browser_may_load(client, db):
    answer = client.get("/no-such-page/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_a_view_may_set_its_own_policy():
    own = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    answer = security_headers(lambda request: own)(RequestFactory().get("/"))
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


def test_a_page_read_with_a_session_is_not_kept_by_the_browser(client, db, django_user_model):
    client.force_login(django_user_model.objects.create_user("alice@example.org"))
    assert client.get("/account/email/").headers["Cache-Control"].startswith(("no-store", "max-age=0"))


def test_during_maintenance_every_page_says_when_to_come_back(client, settings):
    settings.MAINTENANCE = True
    settings.MAINTENANCE_WORDS = "We are back at 3:30pm."
    answer = client.get("/admin/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "600"
    assert "We are back at 3:30pm." in answer.content.decode()


@pytest.mark.django_db
def test_during_maintenance_the_probes_go_on(client, settings):
    settings.MAINTENANCE = True
    assert client.get("/healthz").status_code == 200
