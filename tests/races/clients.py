"""People at browsers of their own: their requests go through everything that a server calls, from threads.

Not Django's test client: that one hangs its ears on signals, and each of thirty would hear what all others render.
"""

from contextlib import contextmanager
from http.cookies import SimpleCookie

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.client import ClientHandler

from applications.models import Application
from applications.views import one
from workgroups import places
from workgroups.models import WorkGroup

PATIENT = 120  # seconds; a test's own pool waits so long, however slow the machine is


class Browser(RequestFactory):
    """Signed in as one person. Like a server, it gives its connection back when a request is answered."""

    def __init__(self, person, handler: ClientHandler):
        super().__init__()
        self.person, self.handler = person, handler
        visitor = Client()
        visitor.force_login(person)
        self.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: visitor.cookies[settings.SESSION_COOKIE_NAME].value})

    def request(self, **request):
        try:
            return self.handler(self._base_environ(**request))
        finally:
            connection.close()


def house() -> ClientHandler:
    """The middleware and the views as in production: without what tests watch pages with."""
    handler = ClientHandler(enforce_csrf_checks=False)
    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if not name.startswith("zeal.")]):
        handler.load_middleware()
    return handler


@contextmanager
def pool_of(most: int):
    """So many connections, for so many people at once; SQLite has no pool."""
    options = connection.settings_dict["OPTIONS"].get("pool")
    if options is None:
        yield
        return
    kept = dict(options)
    _anew(options, {"min_size": 1, "max_size": most, "timeout": PATIENT})
    try:
        yield
    finally:
        _anew(options, kept)


def _anew(options: dict, wanted: dict) -> None:
    connection.close()
    connection.close_pool()
    options.update(wanted)


def seen(application: Application) -> dict:
    """What the forms of its page carry: what it looks like to who sends them."""
    return {
        "seen": application.status,
        "seen_owner": application.owner_id or "",
        "seen_version": application.version,
    }


def said_plainly(monkeypatch) -> None:
    """A refusal without the page around it, which takes longer to draw than all that is raced for."""

    def page(request, hub, application, tried, status: int) -> HttpResponse:
        return HttpResponse(tried.refusal.reason if tried.refusal else tried.form.errors.as_text(), status=status)

    monkeypatch.setattr(one, "page", page)


@contextmanager
def seats_unguarded(monkeypatch):
    """Between the count of a group's seats and the new place others may come in; says what was taken away."""
    with monkeypatch.context() as patched:
        if connection.vendor == "postgresql":
            patched.setattr(places, "locked", lambda group: WorkGroup.objects.get(pk=group.pk))
            yield "without the group's lock"
        else:
            patched.setattr(transaction.Atomic, "__enter__", lambda self: None)
            patched.setattr(transaction.Atomic, "__exit__", lambda self, *raised: None)
            yield "without transactions"
