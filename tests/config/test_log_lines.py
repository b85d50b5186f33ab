"""No line of the log holds what opens something."""

import logging
import re

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string


def line(message, *args) -> str:
    options = dict(settings.LOGGING["formatters"]["line"])
    formatter = import_string(options.pop("()"))(options["format"], style=options["style"])
    return formatter.format(logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None))


def test_the_token_of_a_link_is_taken_out():
    said = line("Method Not Allowed (%s): %s", "POST", "/draft/KxJ_2-aB9cD0eF1gH2iJ3kL4mN5oP6qR7sT8uV9wX0y/")
    assert said.endswith("django.request Method Not Allowed (POST): /draft/…/")


def addresses(resolver, before: str = ""):
    for one in resolver.url_patterns:
        path = before + re.sub(r"[\^$\\]|/\?(?=$)", "", str(one.pattern))
        yield from addresses(one, path) if hasattr(one, "url_patterns") else [path]


SECRET = re.compile(r"<str:token>|\(\?P<key>.*\)|<str:key>")
WITH_TOKEN = sorted(filter(SECRET.search, addresses(get_resolver())))


@pytest.mark.parametrize("path", WITH_TOKEN)
def test_every_route_with_a_token_loses_it(path):
    filled = re.sub(r"\(\?P<uidb36>[^)]*\)", "4", SECRET.sub("s3cret-Tok3n", path))
    assert "s3cret-Tok3n" not in line("GET /%s 200", filled)


def test_other_addresses_stay_as_they_are():
    assert line("Not Found: %s", "/draft/open/").endswith("Not Found: /draft/open/")
