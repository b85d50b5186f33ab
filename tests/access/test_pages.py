"""Who gets which page. Each route stands in one of these tables; a new one fails here until it does."""

from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.urls import get_resolver, reverse

from applications import spec, workflow
from hubs.models import HubRole
from tests import factories, steps

SIGN_IN = "sign in"
IN = "in"
NOT_FOUND = "not found"

PEOPLE = (
    *("nobody", "charlie", "bob", "helen", "grace"),  # nobody is signed in; charlie has no role; grace's is elsewhere
    *("alice", "frank", "erin", "wanda", "dana"),  # of GLOW: lead, assistant, administrator, group lead; of Jurassic
    *("nadia", "adam"),  # national viewer, administrator
)
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
    Page("start", SIGNED_IN),
    Page("apply:mine", SIGNED_IN),
    Page("apply:tasks", THE_SCHOOL, ("draft",)),
    Page("apply:tasks", THE_SCHOOL, ("sent by the school",)),
    Page("apply:page", THE_SCHOOL, ("draft", "section", "page")),
    Page("apply:page", THE_SCHOOL, ("draft", "section", "page"), "post"),
    Page("apply:check", THE_SCHOOL, ("draft",)),
    Page("apply:submit", THE_SCHOOL, ("draft",), "post"),
    Page("apply:status", THE_SCHOOL, ("sent by the school",)),
    Page("apply:status", {"grace"}, ("sent to the hub",)),
    Page("desk:home", THE_DESK | {"dana"}),
    Page("desk:queue", THE_DESK, ("hub",)),
    Page("desk:application", THE_DESK, ("hub", "sent to the hub")),
    Page("desk:application", set(), ("hub", "draft")),
    Page("desk:application", set(), ("hub", "sent by the school")),
    Page("desk:application", set(), ("other hub", "sent to the hub")),
    Page("desk:move", THE_DESK, ("hub", "sent to the hub", "move"), "post"),
    Page("desk:move", set(), ("hub", "draft", "move"), "post"),
    Page("desk:move", set(), ("other hub", "sent to the hub", "move"), "post"),
    Page("desk:groups", THE_DESK, ("hub",)),
    Page("desk:new_group", THE_DESK, ("hub", "project")),
    Page("desk:new_group", THE_DESK, ("hub", "project"), "post"),
    Page("desk:group", THE_DESK, ("hub", "group")),
    Page("desk:group", THE_DESK, ("hub", "group"), "post"),
    Page("desk:group", set(), ("other hub", "group"), "post"),
    Page("national:glance", NATIONAL),
]
# Pages without anything of anybody's.
OF_NOBODY = {"favicon.ico"}
# allauth's: about the person who asks, and nobody else.
ACCOUNT_ENTRANCES = {
    *("account_login", "account_signup", "account_request_login_code", "account_confirm_login_code"),
    *("account_reset_password", "account_confirm_password_reset_code", "account_complete_password_reset"),
    *("account_password_reset_completed", "account_email_verification_sent", "account_inactive", "account_logout"),
    *("mfa_authenticate",),
}
ACCOUNT_PAGES = {
    *("account_email", "account_change_password", "account_set_password", "account_reauthenticate"),
    *("mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
    *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
}
# Only where settings.DEMO is on: the mail it would have sent, read by whoever runs it.
DEMO = {"demo:look", "demo:mail", "demo:message", "demo:message_html"}


@pytest.fixture
def wanda(glow):
    """Leads a Work Group of GLOW, and does not work at its desk."""
    kind = HubRole.Kind.GROUP_LEAD
    return factories.hub_person(glow, kind, email="wanda@example.org", first_name="Wanda", last_name="Wood")


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in PEOPLE if name != "nobody"}


@pytest.fixture
def rows(people, glow, jurassic, ash_lane, birch_road, readiness):
    """What stands in addresses: ash lane's draft for GLOW and its sent one elsewhere, and birch road's sent to GLOW."""
    sent_to_glow = steps.sent(birch_road, glow, people["grace"])
    draft = workflow.start(school=ash_lane, project=readiness, hub=glow, by=people["bob"])
    first = next(iter(spec.walk(spec.form_for(readiness), {})))
    return {
        "urn": ash_lane.urn,
        "hub": glow.slug,
        "other hub": jurassic.slug,
        "project": readiness.code,
        "draft": draft.reference,
        "section": first.section.slug,
        "page": first.pages[0].page.slug,
        "sent by the school": steps.sent(ash_lane, jurassic, people["bob"]).reference,
        "sent to the hub": sent_to_glow.reference,
        "group": steps.group_of(sent_to_glow).pk,
        "move": "decline",
    }


def outcome(client, page: Page, address: str) -> str:
    response = getattr(client, page.method)(address)
    if response.status_code == 302 and response.url.startswith("/account/login/"):
        return SIGN_IN
    if response.status_code == 404:
        return NOT_FOUND
    assert response.status_code < 400 or response.status_code in (409, 422), (address, response.status_code)
    return IN


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_page_opens_to_its_own_people_alone(client, people, rows, page):
    address = reverse(page.route, args=[rows[name] for name in page.args])
    expected = {name: IN if name in page.allowed else NOT_FOUND for name in people}
    expected["nobody"] = IN if page.public else SIGN_IN
    found = {"nobody": outcome(client, page, address)}
    for name, person in people.items():
        client.force_login(person)
        found[name] = outcome(client, page, address)
    assert found == expected


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


def named(resolver, within=""):
    """Every route of the project by its name, and those without one by their path."""
    for item in resolver.url_patterns:
        if hasattr(item, "url_patterns"):
            yield from named(item, within + (f"{item.namespace}:" if item.namespace else ""))
        else:
            yield within + (item.name or str(item.pattern)), item


def test_every_route_is_in_a_table_of_this_file():
    routes = {name for name, _ in named(get_resolver()) if not name.startswith("admin:")}
    declared = {page.route for page in PAGES} | OF_NOBODY | ACCOUNT_ENTRANCES | ACCOUNT_PAGES | DEMO
    assert routes - declared == set()
    assert declared - routes == set()


def admin_addresses():
    """Every address of the administration, with keys where it wants them."""
    words = {"object_id": "1", "key": 1, "move": "decline", "app_label": "hubs", "content_type_id": 1, "url": "x"}
    for name, item in named(get_resolver()):
        if not (name.startswith("admin:") and item.name):
            continue
        kwargs = {word: words.get(word, "1") for word in item.pattern.converters or item.pattern.regex.groupindex}
        yield reverse(name, kwargs=kwargs)


def test_the_administration_opens_to_administrators_alone(client, people, rows):
    addresses = sorted(set(admin_addresses()))
    assert len(addresses) > 50
    for address in addresses:
        assert client.get(address).status_code == 302, address
    for name in ("alice", "nadia", "bob"):
        client.force_login(people[name])
        assert {address for address in addresses if client.get(address).status_code != 404} == set()
