"""Who gets which page. Each route stands in one of these tables; a new one fails here until it does."""

from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.urls import get_resolver, reverse

from applications import keys, spec, workflow
from applications.views.door import OPENED
from journal.models import Email
from tests import factories, steps
from tests.access.more_rows import (
    claims,
    mailing,
    of_deciding,
    of_going_on,
    of_passing_on,
    of_reminders,
    of_the_desk,
    roles_and_invitations,
    sign_link,
    strange,
)
from tests.access.not_ours import ACCOUNT_ENTRANCES, ACCOUNT_PAGES, DEMO, OF_NOBODY
from tests.access.starting_sets import Watch
from tests.access.walk import IN, METHODS, PEOPLE, SIGN_IN, Visitors, by_address, named, wrong

# Figures of all hubs, for who may read them.
READ_BY_ALL_HUBS = "/national/"

SIGNED_IN = set(PEOPLE) - {"nobody"}
THE_SCHOOL = {"bob", "helen"}
THE_DESK = {"alice", "frank", "erin"}
NATIONAL = {"nadia", "adam"}


@dataclass(frozen=True)
class Page:
    """A route, and who gets in. All others find nothing, or the sign-in page. `args` name rows of `rows`."""

    route: str
    allowed: frozenset | set
    args: tuple[str, ...] = ()
    method: str = "get"
    public: bool = False  # whoever is not signed in gets in too

    def __str__(self):
        return " ".join((self.method, self.route, *self.args))


PAGES = [
    Page("front", SIGNED_IN, public=True),
    Page("schools:find", SIGNED_IN, public=True),
    Page("apply:begin", SIGNED_IN, ("urn",), public=True),
    Page("apply:guide", SIGNED_IN, public=True),
    Page("apply:guide_school", SIGNED_IN, ("urn",), public=True),
    *(Page(name, SIGNED_IN, public=True) for name in ("help", "contact", "privacy", "cookies", "accessibility")),
    Page("help_for", SIGNED_IN, ("help",), public=True),
    Page("public:privacy", SIGNED_IN, ("hub",), public=True),
    Page("public:hubs", SIGNED_IN, public=True),
    Page("public:hub", SIGNED_IN, ("hub",), public=True),
    Page("public:project", SIGNED_IN, ("hub", "project"), public=True),
    Page("apply:new_link", SIGNED_IN, public=True),
    Page("apply:link", SIGNED_IN, ("token",), public=True),
    Page("apply:go_on", SIGNED_IN, (), "post", public=True),  # without a token it opens nothing
    Page("apply:leave", SIGNED_IN, (), "post", public=True),
    *(Page(name, SIGNED_IN, ("sign link",), public=True) for name in ("sign:sign", "sign:copy")),
    Page("sign:sign", SIGNED_IN, ("sign link",), "post", public=True),
    Page("start", SIGNED_IN),
    Page("apply:mine", SIGNED_IN),
    Page("apply:mine", SIGNED_IN, (), "post"),  # sends a link for a paper of one's own, if there is one
    Page("apply:groups", SIGNED_IN),
    Page("apply:tasks", THE_SCHOOL, ("draft",)),
    Page("apply:tasks", THE_SCHOOL, ("sent by the school",)),
    Page("apply:page", THE_SCHOOL, ("draft", "section", "page")),
    Page("apply:page", THE_SCHOOL, ("draft", "section", "page"), "post"),
    Page("apply:check", THE_SCHOOL, ("draft",)),
    Page("apply:colleagues", THE_SCHOOL, ("draft",)),
    Page("apply:take_back", THE_SCHOOL, ("draft",), "post"),
    Page("apply:submit", THE_SCHOOL, ("draft",), "post"),
    Page("apply:correct", THE_SCHOOL, ("sent by the school",), "post"),
    Page("apply:correction", THE_SCHOOL, ("sent by the school",)),
    Page("apply:finish_correction", THE_SCHOOL, ("sent by the school", "discard"), "post"),
    Page("apply:finish_correction", {"grace"}, ("sent to the hub", "discard"), "post"),
    *(Page("apply:more", THE_SCHOOL, ("asked",), verb) for verb in ("get", "post")),
    *(Page("apply:offer", THE_SCHOOL, ("offered",), verb) for verb in ("get", "post")),
    Page("apply:offer", {"grace"}, ("sent to the hub",), "post"),
    *(Page("apply:continue", THE_SCHOOL, ("continuation",), method) for method in ("get", "post")),
    *(Page("apply:continue_link", SIGNED_IN, ("continue link",), method, public=True) for method in ("get", "post")),
    *(Page("apply:pass_on", THE_SCHOOL, ("passing on",), method) for method in ("get", "post")),
    Page("apply:pass_on", {"grace"}, ("sent to the hub",), "post"),
    *(Page("apply:pass_on_link", SIGNED_IN, ("pass on link",), m, public=True) for m in ("get", "post")),
    *(Page("apply:offer_link", SIGNED_IN, ("offer link",), verb, public=True) for verb in ("get", "post")),
    *(Page("apply:alternative", THE_SCHOOL, ("offered instead",), verb) for verb in ("get", "post")),
    *(Page("apply:alternative_link", SIGNED_IN, ("alternative link",), verb, public=True) for verb in ("get", "post")),
    *(Page("apply:ask_late", THE_SCHOOL, ("draft",), verb) for verb in ("get", "post")),
    Page("apply:again", THE_SCHOOL, ("sent by the school",), "post"),
    Page("apply:again", {"grace"}, ("sent to the hub",), "post"),
    *(Page("apply:ours", THE_SCHOOL, ("sent by a stranger",), verb) for verb in ("get", "post")),
    Page("apply:ours", {"grace"}, ("sent to the hub",), "post"),  # is told that it is her school's own already
    *(Page("apply:withdraw", THE_SCHOOL, ("sent by the school",), verb) for verb in ("get", "post")),
    Page("apply:withdraw", {"grace"}, ("sent to the hub",), "post"),
    Page("apply:signatures", THE_SCHOOL, ("sent by the school",)),
    Page("apply:signatures", {"grace"}, ("sent to the hub",)),
    Page("apply:signatures", THE_SCHOOL, ("draft",)),
    Page("desk:signatures", THE_DESK, ("hub", "sent to the hub")),
    Page("desk:signatures", set(), ("hub", "draft")),
    Page("desk:signed_copy", THE_DESK, ("hub", "sent to the hub")),
    Page("desk:signed_copy", set(), ("other hub", "sent to the hub")),
    Page("desk:signatures", set(), ("other hub", "sent to the hub")),
    Page("desk:signatures", set(), ("other hub", "sent to the hub"), "post"),
    Page("apply:status", THE_SCHOOL, ("sent by the school",)),
    Page("apply:status", {"grace"}, ("sent to the hub",)),
    Page("desk:home", THE_DESK | {"dana"}),
    Page("desk:queue", THE_DESK, ("hub",)),
    *(Page("desk:export", THE_DESK, ("hub",), verb) for verb in ("get", "post")),
    Page("desk:exports", THE_DESK, ("hub",)),
    Page("desk:download", {"alice"}, ("hub", "export")),
    Page("desk:download", set(), ("other hub", "export")),
    Page("desk:pack", THE_DESK, ("hub",)),
    Page("desk:print", THE_DESK, ("hub", "sent to the hub")),
    Page("desk:print", set(), ("hub", "draft")),
    Page("desk:print", set(), ("other hub", "sent to the hub")),
    Page("desk:application", THE_DESK, ("hub", "sent to the hub")),
    Page("desk:application", set(), ("hub", "draft")),
    Page("desk:application", set(), ("hub", "sent by the school")),
    Page("desk:application", set(), ("other hub", "sent to the hub")),
    Page("desk:move", THE_DESK, ("hub", "sent to the hub", "move"), "post"),
    Page("desk:move", set(), ("hub", "draft", "move"), "post"),
    *(Page("desk:more", THE_DESK, ("hub", "sent to the hub"), verb) for verb in ("get", "post")),
    Page("desk:more", set(), ("hub", "draft")),
    Page("desk:more", set(), ("other hub", "sent to the hub"), "post"),
    Page("desk:change_more", THE_DESK, ("hub", "sent to the hub", "stop"), "post"),
    Page("desk:change_more", set(), ("other hub", "sent to the hub", "stop"), "post"),
    *(Page(f"desk:{name}", THE_DESK, ("hub", "sent to the hub")) for name in ("decide", "alternative")),
    *(Page(f"desk:{name}", THE_DESK, ("hub", "sent to the hub"), "post") for name in ("decide", "alternative")),
    *(Page(f"desk:{name}", set(), ("other hub", "sent to the hub"), "post") for name in ("decide", "alternative")),
    *(Page("desk:pass_on", THE_DESK, ("hub", "sent to the hub"), method) for method in ("get", "post")),
    Page("desk:pass_on", set(), ("hub", "draft")),
    Page("desk:pass_on", set(), ("other hub", "sent to the hub"), "post"),
    # Passed on by the other hub to this one: each has its own, and neither the other's.
    Page("desk:application", THE_DESK, ("hub", "arrived")),
    Page("desk:application", {"dana"}, ("other hub", "passed on")),
    *(Page("desk:application", set(), pair) for pair in (("hub", "passed on"), ("other hub", "arrived"))),
    Page("desk:application", set(), ("hub", "passing on")),
    Page("desk:move", set(), ("hub", "passed on", "move"), "post"),
    Page("desk:move", set(), ("other hub", "arrived", "move"), "post"),
    *(Page(f"desk:{name}", THE_DESK, ("hub",)) for name in ("decisions", "waiting")),
    *(Page(f"desk:{name}", THE_DESK, ("hub",), "post") for name in ("decisions", "waiting")),
    *(Page(f"desk:{name}", THE_DESK, ("hub", name)) for name in ("decision", "release")),
    *(Page(f"desk:{name}", THE_DESK, ("hub", name), "post") for name in ("decision", "release")),
    *(Page(f"desk:{name}", set(), ("other hub", name), "post") for name in ("decision", "release")),
    *(Page("desk:judge", THE_DESK, ("hub", "sent to the hub", "check"), verb) for verb in ("get", "post")),
    Page("desk:judge", set(), ("hub", "draft", "check"), "post"),
    Page("desk:judge", set(), ("other hub", "sent to the hub", "check"), "post"),
    Page("desk:take_back", THE_DESK, ("hub", "sent to the hub", "check"), "post"),
    Page("desk:take_back", set(), ("other hub", "sent to the hub", "check"), "post"),
    Page("desk:move", set(), ("other hub", "sent to the hub", "move"), "post"),
    *(Page("desk:write", THE_DESK, ("hub",), verb) for verb in ("get", "post")),
    Page("desk:mailing", THE_DESK, ("hub", "mailing")),
    Page("desk:mailing", THE_DESK, ("hub", "mailing"), "post"),
    Page("desk:mailing", set(), ("other hub", "mailing"), "post"),
    Page("desk:letter", THE_DESK, ("hub", "sent to the hub", "letter")),
    Page("desk:letter", THE_DESK, ("hub", "sent to the hub", "letter"), "post"),
    Page("desk:letter", set(), ("hub", "sent to the hub", "other letter")),
    Page("desk:letter", set(), ("other hub", "sent to the hub", "letter")),
    *(Page(f"desk:{name}", THE_DESK, ("hub",)) for name in ("letters", "mailings", "clusters", "plans", "late")),
    *(Page(f"desk:{name}", THE_DESK, ("hub",)) for name in ("reminders", "views", "new_view", "groups")),
    *(Page(f"desk:{name}", THE_DESK, ("hub", "project")) for name in ("plan", "plan_offer")),
    *(Page(f"desk:{name}", THE_DESK, ("hub", "project"), "post") for name in ("plan", "plan_offer")),
    *(Page("desk:cluster", THE_DESK, ("hub", "sent to the hub"), method) for method in ("get", "post")),
    *(Page("desk:cluster", set(), args, "post") for args in (("hub", "draft"), ("other hub", "sent to the hub"))),
    Page("desk:plan_card", THE_DESK, ("hub", "project", "sent to the hub")),
    Page("desk:plan_card", THE_DESK, ("hub", "project", "sent to the hub"), "post"),
    Page("desk:plan_card", set(), ("hub", "project", "draft"), "post"),
    Page("desk:plan_card", set(), ("other hub", "project", "sent to the hub")),
    Page("desk:arrivals", THE_DESK, ("hub",)),
    Page("desk:arrivals", THE_DESK, ("hub",), "post"),
    *(Page(f"desk:{name}", THE_DESK, ("hub", "arrival")) for name in ("arrival_columns", "arrival_schools", "arrival")),
    *(Page(f"desk:{name}", THE_DESK, ("hub", "arrival"), "post") for name in ("arrival_columns", "arrival_schools")),
    *(Page(f"desk:{name}", set(), ("other hub", "arrival")) for name in ("arrival_columns", "arrival_schools")),
    Page("desk:arrival", set(), ("other hub", "arrival")),
    Page("desk:arrival_move", THE_DESK, ("hub", "arrival", "go on"), "post"),
    Page("desk:arrival_move", set(), ("other hub", "arrival", "go on"), "post"),
    Page("desk:arrival_move", set(), ("hub", "arrival", "move"), "post"),
    Page("desk:answer_late", THE_DESK, ("hub", "late", "refuse"), "post"),
    Page("desk:answer_late", set(), ("other hub", "late", "refuse"), "post"),
    Page("desk:move_reminder", THE_DESK, ("hub", "reminder", "stop"), "post"),
    Page("desk:move_reminder", {"dana"}, ("other hub", "reminder", "stop"), "post"),  # is told it is not there
    Page("desk:choose", THE_DESK, ("hub",), "post"),
    Page("desk:bulk", {"alice"}, ("hub", "bulk")),  # who chose them
    Page("desk:bulk", set(), ("other hub", "bulk")),
    Page("desk:view", THE_DESK, ("hub", "view")),
    Page("desk:view", {"alice"}, ("hub", "own view")),
    Page("desk:view", set(), ("other hub", "view"), "post"),
    Page("desk:new_group", THE_DESK, ("hub", "project")),
    Page("desk:new_group", THE_DESK, ("hub", "project"), "post"),
    *(Page(f"desk:{name}", THE_DESK, ("hub",)) for name in ("settings", "contact", "privacy_notice", "emails")),
    *(Page(f"desk:{name}", THE_DESK, ("hub",), "post") for name in ("contact", "privacy_notice", "emails")),
    Page("desk:open_project", THE_DESK, ("hub", "other project")),
    Page("desk:open_project", THE_DESK, ("hub", "other project"), "post"),
    Page("desk:opening", THE_DESK, ("hub", "opening")),
    Page("desk:opening", THE_DESK, ("hub", "opening"), "post"),
    Page("desk:opening", set(), ("other hub", "opening"), "post"),
    Page("desk:close_opening", THE_DESK, ("hub", "opening"), "post"),
    Page("desk:close_opening", set(), ("other hub", "opening"), "post"),
    Page("desk:new_piece", THE_DESK, ("hub", "piece kind")),
    Page("desk:new_piece", THE_DESK, ("hub", "piece kind"), "post"),
    Page("desk:piece", THE_DESK, ("hub", "piece")),
    Page("desk:piece", THE_DESK, ("hub", "piece"), "post"),
    Page("desk:piece", set(), ("other hub", "piece"), "post"),
    Page("desk:remove_piece", set(), ("other hub", "piece"), "post"),  # whoever removes it first is tested elsewhere
    *(Page(f"desk:{name}", THE_DESK, ("hub",)) for name in ("specialists", "new_specialist")),
    Page("desk:new_specialist", THE_DESK, ("hub",), "post"),
    Page("desk:specialist", THE_DESK, ("hub", "specialist")),
    Page("desk:specialist", THE_DESK, ("hub", "specialist"), "post"),
    Page("desk:specialist", set(), ("other hub", "specialist"), "post"),
    Page("desk:end_specialist", THE_DESK, ("hub", "specialist"), "post"),
    Page("desk:end_specialist", set(), ("other hub", "specialist"), "post"),
    Page("desk:group", THE_DESK, ("hub", "group")),
    Page("desk:group", THE_DESK, ("hub", "group"), "post"),
    Page("desk:group", set(), ("other hub", "group"), "post"),
    *(Page("desk:continue_group", THE_DESK, ("hub", "last year's group"), method) for method in ("get", "post")),
    *(Page("desk:continue_group", set(), ("other hub", "last year's group"), method) for method in ("get", "post")),
    *(Page("desk:going_on", THE_DESK, ("hub", "group that goes on"), method) for method in ("get", "post")),
    *(Page("desk:going_on", set(), ("other hub", "group that goes on"), method) for method in ("get", "post")),
    Page("national:glance", NATIONAL),
    Page("invitation", SIGNED_IN, ("token",), public=True),  # one that was never sent
    Page("accept_invitation", SIGNED_IN, (), "post", public=True),
    Page("schools:people", THE_SCHOOL, ("urn",)),
    Page("schools:people", THE_SCHOOL, ("urn",), "post"),
    Page("schools:end_role", THE_SCHOOL, ("urn", "head's role"), "post"),
    Page("schools:end_role", set(), ("urn", "other school's role"), "post"),
    Page("schools:revoke_invitation", THE_SCHOOL, ("urn", "school invitation"), "post"),
    Page("schools:revoke_invitation", set(), ("urn", "hub invitation"), "post"),
    Page("schools:answer_claim", THE_SCHOOL, ("urn", "claim", "refuse"), "post"),
    Page("schools:answer_claim", set(), ("urn", "other school's claim", "refuse"), "post"),
    Page("apply:claim", SIGNED_IN, ("urn",)),
    Page("apply:claim", SIGNED_IN, ("urn",), "post"),
    Page("apply:claim_code", SIGNED_IN, ("urn",), "post"),  # of one's own claim alone
    Page("apply:leave_claim", SIGNED_IN, ("urn",), "post"),
    Page("apply:disown_claim", SIGNED_IN, ("claim link",), public=True),
    Page("apply:disown_claim", SIGNED_IN, ("claim link",), "post", public=True),
    Page("desk:claims", THE_DESK, ("hub",)),
    Page("desk:answer_claim", THE_DESK, ("hub", "claim", "refuse"), "post"),
    Page("desk:answer_claim", set(), ("other hub", "claim", "confirm"), "post"),
    Page("desk:people", THE_DESK, ("hub",)),
    Page("desk:people", THE_DESK, ("hub",), "post"),
    Page("desk:end_role", THE_DESK, ("hub", "hub role"), "post"),
    Page("desk:end_role", set(), ("other hub", "hub role"), "post"),
    Page("desk:revoke_invitation", THE_DESK, ("hub", "hub invitation"), "post"),
    Page("desk:revoke_invitation", set(), ("other hub", "hub invitation"), "post"),
    Page("account_end_other_sessions", SIGNED_IN, (), "post"),
    Page("account_end_session", set(), ("no session",), "post"),  # one's own is ended in tests/accounts/test_doors.py
    Page("national:people", {"adam"}),
    Page("national:people", {"adam"}, (), "post"),
    Page("national:end_role", {"adam"}, ("own national role",), "post"),  # refused: the last administrator stays
    Page("national:invite_again", {"adam"}, ("national invitation",), "post"),
    Page("national:invite_again", set(), ("school invitation",), "post"),
    Page("national:revoke_invitation", {"adam"}, ("national invitation",), "post"),
    Page("national:revoke_invitation", set(), ("school invitation",), "post"),
    Page("national:reminders", {"adam"}),
    Page("national:move_reminder", {"adam"}, ("reminder", "stop"), "post"),
    Page("reminders:mine", SIGNED_IN),
    Page("reminders:mine", SIGNED_IN, (), "post"),
    Page("reminders:choose", SIGNED_IN, ("choices",), public=True),
    Page("reminders:choose", SIGNED_IN, ("choices",), "post", public=True),
]


@pytest.fixture
def rows(people, glow, jurassic, ash_lane, birch_road, readiness):
    """What stands in addresses: ash lane's draft for GLOW and its sent one elsewhere, and birch road's sent to GLOW."""
    sent_to_glow = steps.sent(birch_road, glow, people["grace"])
    draft = workflow.start(school=ash_lane, project=readiness, hub=glow, by=people["bob"])
    first = next(iter(spec.walk(spec.form_for(readiness), {})))
    return {
        "urn": ash_lane.urn,
        "token": "no-link-that-was-sent",
        "sign link": sign_link(sent_to_glow),
        "hub": glow.slug,
        "other hub": jurassic.slug,
        "project": readiness.code,
        "draft": draft.reference,
        "section": first.section.slug,
        "page": first.pages[0].page.slug,
        "sent by the school": steps.sent(ash_lane, jurassic, people["bob"]).reference,
        "asked": steps.asked(ash_lane, jurassic, people["bob"], people["dana"]).reference,
        "sent to the hub": sent_to_glow.reference,
        "sent by a stranger": strange(ash_lane, jurassic).reference,
        "group": steps.group_of(sent_to_glow).pk,
        "export": steps.exported(glow, people["alice"]).pk,
        "other project": factories.project("development").code,
        "opening": glow.openings.get().pk,
        "piece kind": "story",
        "piece": glow.pieces.create(kind="story", title="A year", text="It was good.").pk,
        "specialist": factories.SpecialistFactory(hub=glow).pk,
        "arrival": steps.arrived(glow, people["alice"]).pk,
        "go on": "go_on",
        "move": "decline",
        "late": steps.late(factories.SchoolFactory(), glow, people["charlie"]).pk,
        "refuse": "refuse",
        **of_the_desk(glow, people["alice"], sent_to_glow),
        "letter": Email.objects.about(sent_to_glow).first().pk,
        "mailing": mailing(glow, people["alice"]).pk,
        "other letter": Email.objects.exclude(subject_key=str(sent_to_glow.pk)).first().pk,
        "check": "open",
        **of_reminders(draft),
        "discard": "discard",
        "stop": "stop",
        "help": "school",
        "no session": 1,
        **roles_and_invitations(people, glow, ash_lane),
        **claims(people["charlie"], glow, ash_lane, birch_road),
        **of_deciding(people, glow, jurassic, ash_lane),
        **of_going_on(people, glow, ash_lane),
        **of_passing_on(people, glow, jurassic, ash_lane),
    }


@pytest.mark.one_database("sqlite")
def test_the_matrix(people, rows, counted):
    """Every declared address × method × person; rows are of one's own and of another hub or school."""
    visitors, faults, forgot = Visitors(people), [], []
    for address, declared in by_address(PAGES, rows).items():
        for method in METHODS:
            for name in PEOPLE:
                with Watch() as watch:
                    found = visitors.outcome(name, method, address)
                if wrong(name, method, declared, found):
                    faults.append((name, method, address, found))
                if not address.startswith(READ_BY_ALL_HUBS):
                    forgot += [(address, sql[-300:]) for sql in watch.told]
    counted["combinations of address, method and person"] = visitors.seen
    assert faults == []
    assert forgot == []


@pytest.mark.one_database("sqlite")
def test_no_door_of_staff_opens_with_a_code_by_email(people, rows, settings, counted):
    """For the same addresses: staff without a second factor are led to it, whatever the method."""
    settings.SECOND_FACTOR = True
    visitors, opened = Visitors(people), []
    staff = by_address((page for page in PAGES if page.route.split(":")[0] in ("desk", "national")), rows)
    for address in staff:
        for name in ("alice", "wanda", "nadia", "adam"):
            for method in METHODS:
                answer = getattr(visitors.browsers[name], method)(address)
                if not answer.headers.get("Location", "").startswith("/account/staff/"):
                    opened.append((name, method, address))
    counted["of them tried again without a second factor"] = len(staff) * 4 * len(METHODS)
    assert opened == []


def test_a_link_opens_its_own_draft_to_whoever_is_not_signed_in(people, rows, ash_lane, glow, readiness):
    """No page of anybody else's, and none that is for people who are signed in."""
    key = keys.start(school=ash_lane, project=readiness, hub=glow, email="olive@example.org", once="x" * 32)
    visitors, faults = Visitors(people), []
    session = visitors.browsers["nobody"].session
    session[OPENED] = {key.application.reference: key.pk}
    session.save()
    visitors.cookies["nobody"] = visitors.browsers["nobody"].cookies.output()
    for page in (page for page in PAGES if not page.public):
        its_own = "draft" in page.args and page.route.startswith("apply:")
        at = {"draft": key.application.reference} if its_own else {}
        address = reverse(page.route, args=[{**rows, **at}[name] for name in page.args])
        if visitors.outcome("nobody", page.method, address) != (IN if its_own else SIGN_IN):
            faults.append((page.method, address))
    assert faults == []


@pytest.mark.parametrize("route", sorted(ACCOUNT_PAGES))
def test_a_page_about_an_account_is_about_the_person_who_asks(client, route):
    args = [1] if route in ("mfa_remove_webauthn", "mfa_edit_webauthn") else []
    response = client.get(reverse(route, args=args))
    assert response.status_code == 302
    assert response.url.startswith("/account/login/")


def test_another_persons_security_key_is_not_found(client, charlie, adam):
    key = Authenticator.objects.create(user=adam, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    client.force_login(charlie)
    assert client.get(reverse("mfa_edit_webauthn", args=[key.pk])).status_code in (302, 404)
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_every_route_is_in_a_table_of_this_file():
    routes = {name for name, _ in named(get_resolver()) if not name.startswith("admin:")}
    declared = {page.route for page in PAGES} | OF_NOBODY | ACCOUNT_ENTRANCES | ACCOUNT_PAGES | DEMO
    assert routes - declared == set()
    assert declared - routes == set()
