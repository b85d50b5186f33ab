"""Whatever stands in an address, a query, a body or a header: each route answers, and none of them breaks."""

import pytest
from django.urls import reverse

from applications import spec, workflow
from schools.models import RegisterLoad
from tests import factories, steps

NUMBER = "9" * 30
NASTY = (
    *("", "\x00", "a\x00b", NUMBER, f"-{NUMBER}", "1e400", "٣", "²", "NaN", "-1", "0", "\ud800", "\u202e\ufeff"),
    *("x" * 5_000, "9" * 5_000, "~", f"{NUMBER}~{NUMBER}", f"-{NUMBER}~1", "9999999999999999~1", "\x00~1", "x~²"),
    *("'\"><script>", "%s%n", "{{ 7 }}", "../../etc/passwd", "//evil.example.org", "31/12/9999", "0000-00-00"),
)
# Every parameter that some view reads.
PARAMETERS = (
    *("q", "page", "format", "hub", "project", "check", "next", "year", "to", "after", "before", "status", "sort"),
    *("words", "outcome", "criterion", "authority", "owner", "sent_from", "sent_to", "said"),
)
IN_PATHS = (
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "%E2%80%AE",
    NUMBER,
    "9" * 5_000,
    "x" * 3_000,
    "-",
    "%2e%2e",
    "%0d%0aX:y",
)
# An encoding that makes halves of characters out of plain letters, one that is none for text, one there is not.
CHARSETS = ("unicode_escape", "hex", "rot13", "utf-7", "idna", "undefined", "no-such-thing", "utf-16")


@pytest.fixture
def kept(bob, alice, ash_lane, birch_road, glow, grace, readiness):
    """What stands in good addresses."""
    draft = workflow.start(school=ash_lane, project=readiness, hub=_open(glow, readiness), by=bob)
    sent = steps.sent(birch_road, glow, grace)
    section, page = spec.form_for(readiness).pages()[0]
    return {"draft": draft, "sent": sent, "group": steps.group_of(sent), "page": (section.slug, page.slug)}


def _open(hub, project):
    factories.OpeningFactory(hub=hub, project=project)
    return hub


def routes(kept) -> dict[str, list[str]]:
    """Addresses by the person of the cast who gets in."""
    draft, sent, hub = kept["draft"].reference, kept["sent"].reference, kept["draft"].hub.slug
    school = [reverse(f"apply:{name}", args=[draft]) for name in ("tasks", "check", "status", "submit")]
    school += [reverse("apply:page", args=[draft, *kept["page"]]), reverse("apply:mine")]
    one = reverse("desk:application", args=[hub, sent])
    desk = [reverse(f"desk:{name}", args=[hub]) for name in ("queue", "groups")] + [one, reverse("desk:home")]
    desk += [f"{one}{move}/" for move in ("take_on", "place", "decline", "reopen", "note", "no_move")]
    desk += [reverse("desk:new_group", args=[hub, kept["draft"].project.code])]
    desk += [reverse("desk:group", args=[hub, kept["group"].pk])]
    public = ["/", "/schools/", "/start/", reverse("apply:begin", args=[kept["draft"].school.urn]), "/favicon.ico"]
    account = [f"/account/{name}/" for name in ("login", "signup", "login/code", "password/reset", "logout", "email")]
    return {
        "nobody": public + account + ["/demo/mail/", "/demo/look/", "/admin/", "/nowhere/"],
        "bob": school + public,
        "alice": desk,
        "nadia": ["/national/"],
    }


@pytest.fixture
def walk(client, kept, request):
    """Each address with a client signed in as the person it is for."""
    client.raise_request_exception = False

    def steps_of():
        for person, addresses in routes(kept).items():
            client.logout() if person == "nobody" else client.force_login(request.getfixturevalue(person))
            for address in addresses:
                yield client, address

    return steps_of


def test_no_value_of_any_parameter_breaks_a_page(walk):
    broken = []
    for client, address in walk():
        for value in NASTY:
            value = value.encode("utf-8", "surrogatepass")
            for query in [dict.fromkeys(PARAMETERS, value)] + [{name: value} for name in PARAMETERS]:
                if client.get(address, query).status_code >= 500:
                    broken.append((address, list(query)[:2], value[:20]))
    assert broken == []
