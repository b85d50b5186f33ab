"""Staff get in by a password or passkey and a second factor; roles are followed; sessions are listed and ended."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.devices import device_words
from accounts.models import NationalRole
from hubs.models import HubRole
from journal.models import Email
from tests.accounts.doors import by_password, code_of, prove, with_an_app, with_password

DOOR = "/account/staff/"
PASSWORD, CODE, APP = {"method": "password"}, {"method": "code"}, {"method": "mfa", "type": "totp"}
KEY = {"method": "mfa", "type": "webauthn", "passwordless": True}
RECOVERY = {"method": "mfa", "type": "recovery_codes"}


@pytest.fixture(autouse=True)
def _enforced(settings):
    settings.SECOND_FACTOR = True
    cache.clear()


def test_outside_of_a_demo_it_is_always_asked_for(settings):
    text = (settings.BASE_DIR / "config" / "settings.py").read_text()
    assert "SECOND_FACTOR = not PRIVATE_MACHINE or" in text


@pytest.mark.parametrize(
    ("who", "route"), [("alice", "desk:home"), ("nadia", "national:glance"), ("adam", "admin:index")]
)
@pytest.mark.parametrize(
    ("shown", "opens"),
    [
        ([], False),
        ([CODE], False),
        ([PASSWORD], False),
        ([CODE, APP], False),
        ([APP], False),
        ([PASSWORD, APP], True),
        ([PASSWORD, RECOVERY], True),
        ([KEY], True),
        ([CODE, {"method": "mfa", "type": "webauthn"}], True),
    ],
)
def test_what_opens_the_doors_of_staff(client, request, who, route, shown, opens):
    client.force_login(request.getfixturevalue(who))
    prove(client, *shown)
    answer = client.get(reverse(route))
    assert answer.headers.get("Location", "").startswith(DOOR) is not opens


def test_nothing_is_done_behind_a_door_that_is_shut(client, alice, sent, glow):
    client.force_login(alice)
    address = reverse("desk:move", args=[glow.slug, sent.reference, "decline"])
    assert client.post(address, {"reason": "full"}).url.startswith(DOOR)
    sent.refresh_from_db()
    assert sent.status == "submitted"


def test_who_is_no_staff_finds_nothing_there_and_is_asked_for_nothing(client, bob, draft):
    client.force_login(bob)
    assert client.get(reverse("national:glance")).status_code == 404
    assert client.get(reverse("apply:tasks", args=[draft.reference])).status_code == 200


def test_a_lead_without_a_factor_is_led_to_set_one_up(client, alice):
    with_password(alice)
    by_password(client, alice)
    desk = client.get(reverse("desk:home"))
    page = client.get(desk.url).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert "recovery codes" in page


def test_a_lead_with_a_factor_is_asked_for_it_and_gets_in(client, alice):
    secret = with_an_app(with_password(alice))
    assert by_password(client, alice, reverse("desk:home")).url.startswith(reverse("mfa_authenticate"))
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).url == reverse("desk:home")
    assert client.get(reverse("desk:home")).status_code in (200, 302)
    assert not client.get(reverse("desk:home")).headers.get("Location", "").startswith(DOOR)


def test_a_code_by_email_and_the_app_still_want_the_password(client, alice):
    with_an_app(with_password(alice))
    client.force_login(alice)
    prove(client, CODE, APP)
    assert reverse("account_reauthenticate") in client.get(DOOR).content.decode()


def test_somebody_without_a_password_chooses_one(client, alice):
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)
    prove(client, CODE)
    assert reverse("account_set_password") in client.get(DOOR).content.decode()


@pytest.mark.parametrize("where", ["https://elsewhere.example.org/", "//elsewhere.example.org", "javascript:alert(1)"])
def test_the_door_leads_to_no_other_site(client, alice, where):
    client.force_login(alice)
    prove(client, PASSWORD, APP)
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={})
    assert client.get(DOOR, {"next": where}).url == reverse("start")


def by_code(client, person):
    client.post("/account/login/code/", {"email": person.email})
    code = re.search(r"\b\d{4}-?\d{4}\b", Email.objects.order_by("-pk").first().text)[0]
    client.post("/account/login/code/confirm/", {"code": code})
    client.get(reverse("apply:mine"))


def test_who_becomes_staff_is_led_to_the_factor_at_the_next_request(client, charlie, glow):
    by_code(client, charlie)
    assert client.get(reverse("apply:mine")).status_code == 200
    HubRole.objects.create(user=charlie, hub=glow, kind=HubRole.Kind.ASSISTANT)
    assert client.get(reverse("apply:mine")).url.startswith(DOOR)
    assert client.get(reverse("desk:home")).url.startswith(DOOR)


def test_a_role_that_is_given_and_one_that_ends_change_the_sessions_key(client, charlie, ash_lane):
    by_code(client, charlie)
    keys = [client.session.session_key]
    role = charlie.school_roles.create(school=ash_lane, kind="office", starts=timezone.localdate() - timedelta(days=2))
    client.get(reverse("apply:mine"))
    keys.append(client.session.session_key)
    role.ends = timezone.localdate() - timedelta(days=1)
    role.save()
    client.get(reverse("apply:mine"))
    keys.append(client.session.session_key)
    client.get(reverse("apply:mine"))
    assert len(set(keys)) == 3
    assert client.session.session_key == keys[-1]


def test_signing_in_changes_the_sessions_key(client, alice):
    with_password(alice)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    by_password(client, alice)
    assert client.session.session_key != before


def test_a_national_role_that_ends_shuts_the_door_by_the_next_request(client, nadia):
    client.force_login(nadia)
    prove(client, PASSWORD, APP)
    assert client.get(reverse("national:glance")).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    NationalRole.objects.filter(user=nadia).update(starts=yesterday, ends=yesterday)
    assert client.get(reverse("national:glance")).status_code == 404


@pytest.mark.parametrize("names", [[], ["The blue one", "My phone"]], ids=["none", "two"])
def test_ones_security_keys_are_listed(client, alice, names):
    client.force_login(alice)
    for name in names:
        Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": name})
    page = client.get(reverse("mfa_list_webauthn"))
    assert page.status_code == 200
    assert [name for name in names if name not in page.content.decode()] == []


def test_ones_sessions_are_listed_and_one_is_ended(client, bob):
    by_code(client, bob)
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36")
    caches["near"].clear()
    cache.clear()
    by_code(other, bob)
    page = client.get(reverse("account_sessions")).content.decode()
    assert "Chrome on Windows" in page
    assert "This browser" in page
    theirs = UserSession.objects.get(session_key=other.session.session_key)
    client.post(reverse("account_end_session", args=[theirs.pk]))
    assert other.get(reverse("apply:mine")).url.startswith("/account/login/")
    assert client.get(reverse("apply:mine")).status_code == 200


def test_every_other_session_is_ended_and_nobody_elses(client, bob, charlie):
    stranger, other = Client(), Client()
    by_code(stranger, charlie)
    by_code(client, bob)
    by_code(other, bob)
    client.post(reverse("account_end_other_sessions"))
    assert other.get(reverse("apply:mine")).status_code == 302
    assert stranger.get(reverse("apply:mine")).status_code == 200


def test_another_persons_session_is_not_found(client, bob, charlie):
    by_code(client, bob)
    theirs = UserSession.objects.get(user=bob)
    client.force_login(charlie)
    assert client.post(reverse("account_end_session", args=[theirs.pk])).status_code == 404
    assert UserSession.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_in_words(said, words):
    assert device_words(said) == words
