"""A walk through addresses, as several people and by every method, on the same rows."""

from django.db import transaction
from django.test import Client
from django.urls import reverse

SIGN_IN = "sign in"
IN = "in"
NOT_FOUND = "not found"
NO_SUCH_METHOD = "no such method"
PEOPLE = (
    *("nobody", "charlie", "bob", "helen", "grace"),  # nobody is signed in; charlie has no role; grace's is elsewhere
    *("alice", "frank", "erin", "wanda", "dana"),  # of GLOW: lead, assistant, administrator, group lead; of Jurassic
    *("nadia", "adam"),  # national viewer, administrator
)
METHODS = ("get", "head", "post", "put", "delete")


def outcome(client, method: str, address: str) -> str:
    response = getattr(client, method)(address)
    if response.status_code == 302 and response.url.startswith("/account/login/"):
        return SIGN_IN
    if response.status_code == 404:
        return NOT_FOUND
    if response.status_code == 405:
        return NO_SUCH_METHOD
    assert response.status_code < 400 or response.status_code in (409, 422), (address, response.status_code)
    return IN


class Visitors:
    """A browser for each person and for nobody. What one request changes is taken back before the next."""

    def __init__(self, people):
        self.browsers = {"nobody": Client(), **{name: Client() for name in people}}
        for name, person in people.items():
            self.browsers[name].force_login(person)
        self.cookies = {name: browser.cookies.output() for name, browser in self.browsers.items()}
        self.seen = 0

    def outcome(self, name: str, method: str, address: str) -> str:
        self.seen += 1
        browser = self.browsers[name]
        browser.cookies.load(self.cookies[name].replace("Set-Cookie: ", ""))
        with transaction.atomic():
            found = outcome(browser, method, address)
            transaction.set_rollback(True)
        return found


def by_address(pages, rows) -> dict[str, dict]:
    """The declared pages by address, then by method."""
    found: dict[str, dict] = {}
    for page in pages:
        address = reverse(page.route, args=[rows[name] for name in page.args])
        found.setdefault(address, {})[page.method] = page
    return found


def wrong(name: str, method: str, declared: dict, found: str) -> bool:
    """Whether this outcome is another than the tables say.

    HEAD is as GET. A method that is not declared opens nothing to those who get in by none; who gets in by another
    may be answered, or told that there is no such method.
    """
    page = declared.get("get" if method == "head" else method)
    ways = list(declared.values())
    if page is None:
        if name == "nobody":
            return found == IN and not any(way.public for way in ways)
        return found == IN and not any(name in way.allowed for way in ways)
    if name == "nobody":
        return found != (IN if page.public else SIGN_IN)
    return found != (IN if name in page.allowed else NOT_FOUND)


def named(resolver, within=""):
    """Every route of the project by its name, and those without one by their path."""
    for item in resolver.url_patterns:
        if hasattr(item, "url_patterns"):
            yield from named(item, within + (f"{item.namespace}:" if item.namespace else ""))
        else:
            yield within + (item.name or str(item.pattern)), item
