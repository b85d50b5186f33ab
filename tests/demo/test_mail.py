"""The mail of the demo: what was really sent, read in the browser, and only where there is a demo."""

import importlib
import re

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import clear_url_caches, reverse

import config.urls

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    return settings.EMAIL_FILE_PATH


@pytest.fixture
def send(folder):
    """Send one message through Django's file backend; those of one call share a file, as a batch's do."""

    def send(*messages):
        server = get_connection("django.core.mail.backends.filebased.EmailBackend")
        server.open()
        for to, subject, text in messages:
            message = EmailMultiAlternatives(subject, text, "hubs@example.org", [to], connection=server)
            message.attach_alternative(f"<p>{text}</p><script>alert(1)</script>", "text/html")
            message.send()
        server.close()

    return send


def test_an_empty_mailbox_says_what_will_be_there(client, folder):
    assert b"No mail yet" in client.get(reverse("demo:mail")).content


def test_messages_are_listed_the_newest_first(client, send):
    send(("ann@example.org", "First", "one"), ("ben@example.org", "Second – with a dash", "two"))

    page = client.get(reverse("demo:mail")).content.decode()
    assert page.index("Second – with a dash") < page.index("First")


def test_a_search_keeps_what_one_address_was_sent(client, send):
    send(("ann@example.org", "For Ann", "one"), ("ben@example.org", "For Ben", "two"))

    page = client.get(reverse("demo:mail"), {"to": "ANN@"}).content
    assert b"For Ann" in page
    assert b"For Ben" not in page


def test_a_long_list_has_pages(client, send):
    send(*[("ann@example.org", f"Number {number:02d}", "words") for number in range(27)])

    assert b"Number 00" not in client.get(reverse("demo:mail")).content
    second = client.get(reverse("demo:mail"), {"page": 2}).content.decode()
    assert "Number 00" in second
    assert "Page 2 of 2" in second


def test_a_message_is_shown_in_words_and_in_a_frame_that_may_do_nothing(client, send, folder):
    send(("ann@example.org", "Your code", "Your code is 123456. See https://example.org/a?b=1&c=2"))
    name = f"{next(folder.iterdir()).stem}-0"

    page = client.get(reverse("demo:message", args=[name])).content.decode()
    assert "Your code is 123456" in page
    assert re.search(r'<iframe class="mail-frame"\s+sandbox\s', page)
    assert "<script>alert" not in page
    framed = client.get(reverse("demo:message_html", args=[name]))
    assert "<p>Your code is 123456" in framed.content.decode()
    policy = framed.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["nothing", "20260101-120000-1-0", "20260101-120000-1", "x" * 500])
def test_a_message_that_is_not_there_is_not_found(client, folder, name):
    assert client.get(f"/demo/mail/{name}/").status_code == 404
    assert client.get(f"/demo/mail/{name}/html/").status_code == 404


def test_bad_words_in_the_search_are_no_error(client, send):
    send(("ann@example.org", "For Ann", "one"))

    for bad in ("\0", "\ud800", "x" * 5000, "<script>"):
        assert client.get(reverse("demo:mail"), {"to": bad.encode("utf-8", "surrogatepass")}).status_code == 200
    assert client.get(reverse("demo:mail"), {"page": "9" * 40}).status_code == 200


def test_every_page_of_the_demo_says_it_is_one(client, folder):
    assert b"This is a demo." in client.get("/").content


def test_without_a_demo_there_is_no_mail_to_read(client, settings):
    settings.DEMO = False
    try:
        importlib.reload(config.urls)
        clear_url_caches()
        assert client.get("/demo/mail/").status_code == 404
    finally:
        settings.DEMO = True
        importlib.reload(config.urls)
        clear_url_caches()
