"""Whatever stands in an address, a query, a body or a header: each route answers, and none of them breaks."""

import pytest
from django.urls import reverse

from applications import claiming, spec, workflow
from config import wsgi
from schools.models import RegisterLoad
from tests import factories, steps
from workgroups.models import Project

NUMBER = "9" * 30
NASTY = (
    *("\x00", NUMBER, f"-{NUMBER}", "٣", "²", "0", "\ud800", "\u202e\ufeff", "x" * 5_000, "9" * 5_000, "~"),
    *(f"{NUMBER}~{NUMBER}", "253402300799999999~1", "-62135596800000000~1", "\x00~1", "'\"><script>"),
    *("../../etc/passwd", "//evil.example.org", "31/12/9999"),
)
# Every parameter that some view reads.
PARAMETERS = (
    *("q", "page", "format", "hub", "project", "check", "next", "year", "to", "after", "before", "status", "sort"),
    *("kind", "line", "then", "late", "show", "lacks"),
    *("words", "outcome", "criterion", "authority", "owner", "sent_from", "sent_to", "said"),
    *("level", "been", "when", "criteria", "ready", "teachers", "asked", "school"),
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
def kept(bob, alice, dana, charlie, ash_lane, birch_road, glow, jurassic, grace, readiness):
    """What stands in good addresses."""
    draft = workflow.start(school=ash_lane, project=readiness, hub=_open(glow, readiness), by=bob)
    sent = steps.sent(birch_road, glow, grace)
    section, page = spec.form_for(readiness).pages()[0]
    glow.pieces.create(kind="story", title="A year", text="It was good.")
    factories.SpecialistFactory(hub=glow)
    arrival = steps.arrived(glow, alice)
    kept = {"draft": draft, "sent": sent, "group": steps.group_of(sent), "page": (section.slug, page.slug)}
    claimed = claiming.claim(school=birch_road, kind="office", name="Charlie Cole", by=charlie)
    return kept | {"arrival": arrival, "asked": steps.asked(ash_lane, jurassic, bob, dana), "claimed": claimed}


def _open(hub, project):
    factories.OpeningFactory(hub=hub, project=project)
    return hub


ASKED = ("offer", "alternative", "pass_on")


def routes(kept) -> dict[str, list[str]]:
    """Addresses by the person of the cast who gets in."""
    draft, sent, hub = kept["draft"].reference, kept["sent"].reference, kept["draft"].hub.slug
    school = [reverse(f"apply:{name}", args=[draft]) for name in ("tasks", "check", "status", "submit")]
    names = ("ask_late", "withdraw", "colleagues", "correct", "correction")
    school += [reverse(f"apply:{name}", args=[draft]) for name in names]
    school += [reverse("apply:finish_correction", args=[draft, "send"])]
    school += [reverse("apply:more", args=[kept["asked"].reference])]
    school += [reverse(f"apply:{name}", args=[kept["asked"].reference]) for name in ASKED]
    school += [reverse("apply:page", args=[draft, *kept["page"]]), reverse("apply:mine"), reverse("apply:groups")]
    one = reverse("desk:application", args=[hub, sent])
    names = ("queue", "groups", "plans", "clusters", "late", "reminders", "views", "new_view", "choose")
    desk = [reverse(f"desk:{name}", args=[hub]) for name in names] + [one, reverse("desk:home")]
    desk += [f"{one}judge/{path}" for path in ("open/", "open/take-back/", "no_check/")]
    desk += [f"{one}{path}" for path in ("more/", "more/extend/", "more/stop/", "alternative/")]
    desk += [f"{one}{move}/" for move in ("take_on", "place", "decline", "reopen", "note", "no_move")]
    arrival = kept["arrival"].pk
    desk += [reverse("desk:arrivals", args=[hub]), reverse("desk:arrival", args=[hub, arrival])]
    desk += [reverse(f"desk:arrival_{name}", args=[hub, arrival]) for name in ("columns", "schools")]
    desk += [reverse("desk:arrival_move", args=[hub, arrival, "undo"])]
    desk += [reverse("desk:new_group", args=[hub, kept["draft"].project.code])]
    desk += [reverse(f"desk:{name}", args=[hub, kept["sent"].project.code]) for name in ("plan", "plan_offer")]
    desk += [reverse("desk:plan_card", args=[hub, kept["sent"].project.code, sent])]
    desk += [reverse("desk:group", args=[hub, kept["group"].pk]), *settings_of(kept["draft"].hub)]
    desk += [f"{one}decide/", f"{one}pass-on/", *deciding(hub, sent), *going_on(kept["draft"].hub)]
    desk += [reverse("desk:answer_late", args=[hub, 1, "let_in"])]
    desk += [reverse("desk:claims", args=[hub]), reverse("desk:answer_claim", args=[hub, 1, "refuse"])]
    desk += [reverse("desk:move_reminder", args=[hub, "x", move]) for move in ("stop", "postpone")]
    public = ["/", "/schools/", "/start/", reverse("apply:begin", args=[kept["draft"].school.urn]), "/favicon.ico"]
    public += [reverse("apply:new_link"), reverse("apply:link", args=["x"]), reverse("apply:go_on")]
    public += [reverse("apply:guide"), reverse("apply:guide_school", args=[kept["draft"].school.urn])]
    public += [reverse(name) for name in ("help", "contact", "privacy", "cookies", "accessibility")]
    public += [reverse("help_for", args=["school"]), reverse("public:privacy", args=[hub])]
    public += [reverse("reminders:choose", args=["x"]), reverse("apply:disown_claim", args=["x"])]
    public += ["/hubs/", "/offer/x/", "/continue/x/", "/passing-on/x/", "/sitemap.xml", "/robots.txt"]
    public += [reverse("public:hub", args=[hub])]
    public += [reverse("public:project", args=[hub, kept["draft"].project.code])]
    account = [f"/account/{name}/" for name in ("login", "signup", "login/code", "password/reset", "logout", "email")]
    return {
        "nobody": public + account + ["/demo/mail/", "/demo/look/", "/admin/", "/nowhere/"],
        "bob": school + public,
        "alice": desk,
        "nadia": ["/national/"],
        "adam": ["/national/people/", "/national/reminders/", "/national/reminders/x/stop/"],
        "charlie": [
            reverse("reminders:mine"),
            reverse("apply:claim", args=[kept["draft"].school.urn]),
            reverse("apply:claim_code", args=[kept["claimed"].school.urn]),
        ],
    }


def deciding(hub: str, sent: str) -> list[str]:
    one_of_them = [reverse(f"desk:{name}", args=[hub, 1]) for name in ("decision", "release")]
    one_of_them.append(reverse("desk:cluster", args=[hub, sent]))
    return [reverse("desk:decisions", args=[hub]), reverse("desk:waiting", args=[hub]), *one_of_them]


def going_on(hub) -> list[str]:
    """A group that can be continued, and one that goes on."""
    last, then = (factories.project(kind) for kind in ("development", "embedding"))
    Project.objects.filter(pk=last.pk).update(year=last.year - 1)
    old, new = (factories.WorkGroupFactory(hub=hub, project=last) for _ in range(2))
    new = factories.WorkGroupFactory(hub=hub, project=then, continues=new)
    return [reverse("desk:continue_group", args=[hub.slug, old.pk]), reverse("desk:going_on", args=[hub.slug, new.pk])]


def settings_of(hub) -> list[str]:
    names = ("settings", "contact", "privacy_notice", "emails", "specialists", "new_specialist")
    found = [reverse(f"desk:{name}", args=[hub.slug]) for name in names]
    found += [
        reverse("desk:open_project", args=[hub.slug, "NCP26-09"]),
        reverse("desk:new_piece", args=[hub.slug, "link"]),
    ]
    rows = {"opening": hub.openings.first(), "piece": hub.pieces.first(), "specialist": hub.specialists.first()}
    return found + [reverse(f"desk:{name}", args=[hub.slug, row.pk]) for name, row in rows.items()]


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


@pytest.mark.one_database("postgresql")
@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_no_value_of_any_parameter_breaks_a_page(walk, value):
    query = dict.fromkeys(PARAMETERS, value.encode("utf-8", "surrogatepass"))
    assert [address for client, address in walk() if client.get(address, query).status_code >= 500] == []


def test_no_single_filter_of_the_queue_breaks_it(client, kept, alice):
    client.force_login(alice)
    client.raise_request_exception = False
    address = reverse("desk:queue", args=[kept["draft"].hub.slug])
    queries = [{name: value} for name in PARAMETERS[10:-8] for value in NASTY[:8] if value.isprintable()]
    assert [query for query in queries if client.get(address, query).status_code >= 500] == []


def test_nothing_in_a_path_breaks_a_page(walk, kept):
    parts = {kept["draft"].reference, kept["sent"].reference, kept["draft"].hub.slug, kept["draft"].project.code, "x"}
    parts |= {*kept["page"], str(kept["group"].pk), str(kept["draft"].school.urn), "take_on", "school"}
    broken = []
    for client, address in walk():
        for part in parts & set(address.split("/")):
            for bad in IN_PATHS:
                path = address.replace(f"/{part}/", f"/{bad}/")
                if client.get(path).status_code >= 500:
                    broken.append((path[:100],))
    assert broken == []


@pytest.mark.one_database("postgresql")
@pytest.mark.parametrize("method", ["head", "options", "put", "delete", "trace", "post"])
def test_every_method_is_answered_on_every_route(walk, method):
    before = RegisterLoad.objects.count()
    answers = {address: getattr(client, method)(address).status_code for client, address in walk()}
    assert {address: code for address, code in answers.items() if code >= 500} == {}
    assert RegisterLoad.objects.count() == before


def test_what_may_be_read_may_be_asked_for_its_headers(walk):
    for client, address in walk():
        assert client.head(address).status_code == client.get(address).status_code, address


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", ["text/plain", "Multipart/Form-Data; boundary=x", "application/x-www-form-urlencoded"])
def test_an_encoding_that_no_browser_names_is_refused_at_the_door(at_the_door, kind, charset):
    for way in ("; charset={}", ' ;CHARSET = "{}"'):
        assert at_the_door(kind + way.format(charset)).startswith("415 "), way


@pytest.mark.parametrize("kind", ["", "text/plain", "text/plain; charset=utf-8", 'text/plain; charset="UTF-8"'])
def test_utf_8_is_let_in_by_any_of_its_names(at_the_door, kind):
    assert at_the_door(kind) == "let in"


@pytest.fixture
def at_the_door(monkeypatch):
    """What a request with this Content-Type meets first."""
    told = []
    monkeypatch.setattr(wsgi, "django", lambda environ, start_response: told.append("let in") or [])

    def answer(content_type: str) -> str:
        wsgi.application({"CONTENT_TYPE": content_type}, lambda status, headers: told.append(status))
        return told.pop()

    return answer
