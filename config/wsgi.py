import os
import re

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)
OURS = {"", "utf-8", "utf8"}

django = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  every view is imported now, not by the first visitor


def application(environ, start_response):
    """The service, for requests in UTF-8, which is what every browser sends.

    Django reads the address and the body in whatever encoding a sender names. Some of Python's are none for text and
    break it before any page is asked for; others make NULs and halves of characters out of plain letters.
    """
    named = CHARSET.search(environ.get("CONTENT_TYPE") or "")
    if named and named[1].lower() not in OURS:
        start_response("415 Unsupported Media Type", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
        return [b"Send text as UTF-8.\n"]
    return django(environ, start_response)
