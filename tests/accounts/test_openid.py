"""Signing in with OpenID Connect: a confirmed address opens its account, and whatever is doubtful opens nothing."""

import logging
import re
from html import unescape
from urllib.parse import quote

import environs
import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from accounts.models import NationalRole, User
from accounts.openid.adapter import ProviderAdapter
from config.log_lines import WithoutTokens
from config.openid import providers_in
from hubs.models import HubRole
from tests.accounts import provider as small
from tests.accounts.doors import code_of, with_an_app, with_password

LOGIN = "/account/oidc/one/login/"
ONWARD = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


@pytest.fixture(scope="module")
def running():
    with small.running() as scripted:
        yield scripted


@pytest.fixture
def provider(running, settings, db):
    """The provider, switched on; it says that bob is at the keyboard."""
    running.__init__(url=running.url)
    running.claims = {"email": "bob@example.org", "email_verified": True}
    settings.OPENID_PROVIDERS = running.settings()
    settings.SECOND_FACTOR = True
    return running


def onward(client, then: str = "") -> str:
    """Where the browser is led when its person has pressed the button."""
    return unescape(ONWARD.search(client.post(f"{LOGIN}?next={then}").content.decode())[1])


def back(client, then: str = "", change=lambda where: where) -> str:
    """The way back, as the provider gives it."""
    return requests.get(change(onward(client, then)), allow_redirects=False, timeout=5).headers["Location"]


def signed_in(client) -> str:
    """Who is, by email; "" for nobody."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else ""


def refused(client, where: str) -> str:
    """The words of the refusal: a plain page, and nobody is signed in."""
    answer = client.get(where)
    assert answer.status_code == 401
    assert not signed_in(client)
    return answer.content.decode().split("</h1>")[1].split("</p>")[0]


def test_off_nothing_of_it_shows(client, settings):
    assert settings.OPENID_PROVIDERS == []
    assert "Sign in with a p" in client.get("/account/login/").content.decode()
    assert "/oidc/" not in client.get("/account/login/").content.decode()
    for provider in ("one", "openid_connect", "two"):
        assert client.post(f"/account/oidc/{provider}/login/").status_code == 404
        assert client.get(f"/account/oidc/{provider}/login/callback/?code=1&state=2").status_code == 404


def test_a_confirmed_address_opens_its_account(client, provider, bob):
    assert "Sign in with Schools’ Sign-in" in client.get("/account/login/").content.decode()
    assert client.get(back(client, "/help/")).url == "/help/"
    assert signed_in(client) == bob.email
    assert EmailAddress.objects.get(user=bob).verified
    assert {"token", "keys", "userinfo"} <= set(provider.seen)


def test_somebody_new_gets_an_account_without_a_role(client, provider):
    roles = {"roles": ["administrator"], "groups": ["staff"], "is_superuser": True, "amr": ["mfa"]}
    provider.claims = {"email": "New@Example.org", "email_verified": True, "given_name": "Ann\x00\ud800" * 40, **roles}
    client.get(back(client))
    person = User.objects.get(email="new@example.org")
    assert signed_in(client) == person.email
    assert not person.has_usable_password()
    assert not NationalRole.objects.filter(user=person).exists()
    assert not HubRole.objects.filter(user=person).exists()
    assert client.get(reverse("national:glance")).status_code == 404


def test_nothing_of_the_provider_is_kept_or_logged(client, provider, caplog):
    provider.claims |= {"email": "new@example.org"}
    with caplog.at_level(logging.DEBUG):
        where = back(client)
        client.get(where)
        client.get(where)  # once more: refused, and logged
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()
    kept = str(dict(client.session.items()))
    lines = "\n".join(map(WithoutTokens("%(message)s").format, caplog.records))
    for secret in (*provider.issued, small.SECRET):
        assert secret not in kept
        assert secret not in lines
    assert where.split("code=")[1].split("&")[0] not in lines


def test_staff_still_show_their_second_step(client, provider, alice):
    secret = with_an_app(with_password(alice))
    provider.claims |= {"email": alice.email, "amr": ["mfa"]}
    desk = reverse("desk:home")
    assert client.get(back(client, desk)).url.startswith(reverse("mfa_authenticate"))
    assert client.get(desk).url.startswith("/account/login/")
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not client.get(desk).headers.get("Location", "").startswith("/account/")
    assert User.objects.get(pk=alice.pk).has_usable_password()


def test_staff_without_a_second_step_are_led_to_one(client, provider, alice):
    provider.claims |= {"email": alice.email}
    client.get(back(client))
    assert client.get(reverse("desk:home")).url.startswith("/account/staff/")
    assert reverse("mfa_activate_totp") in client.get("/account/staff/").content.decode()


@pytest.mark.parametrize("said", [False, "false", None, 1, "yes", ["true"], {}], ids=str)
@pytest.mark.parametrize("email", ["bob@example.org", "unknown@example.org"])
def test_an_address_that_is_not_confirmed_opens_and_tells_nothing(client, provider, bob, said, email):
    provider.claims = {"email": email} | ({} if said is None else {"email_verified": said})
    words = refused(client, back(client))
    assert "did not confirm an email address" in words
    assert "bob" not in words
    assert not User.objects.filter(email="unknown@example.org").exists()


def test_a_confirmation_of_one_address_is_none_of_another(client, provider, bob):
    provider.claims = {"email": "me@example.org", "email_verified": True}
    provider.userinfo = {"email": bob.email}
    assert "did not confirm" in refused(client, back(client))


def test_an_account_that_is_closed_stays_closed(client, provider, bob):
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert client.get(back(client)).url == reverse("account_inactive")
    assert not signed_in(client)


def test_an_address_that_somebody_else_only_claims_is_the_account_s_own(client, provider, bob, charlie):
    EmailAddress.objects.create(user=charlie, email=bob.email, verified=False)
    client.get(back(client))
    assert signed_in(client) == bob.email


@pytest.mark.parametrize(
    "change",
    [
        lambda where: where.replace("state=", "state=x"),
        lambda where: where.split("&state")[0],
        lambda where: f"{where}&state=%00%ED%A0%80",
    ],
)
def test_a_state_of_somebody_else_s_is_refused(client, provider, bob, change):
    assert "Begin again" in refused(client, change(back(client)))


def test_a_way_back_works_once_and_in_its_own_browser(client, provider, bob):
    where = back(client)
    assert "another browser" in refused(Client(), where)
    client.get(where)
    assert signed_in(client) == bob.email
    client.logout()
    assert "used already" in refused(client, where)


@pytest.mark.parametrize("nasty", ["\x00", "\ud800", "9" * 5_000, "\r\nX: y", ""], ids=ascii)
def test_nothing_that_stands_in_the_way_back_breaks_it(client, provider, nasty):
    state = re.search("state=([^&]+)", onward(client))[1]
    nasty = quote(nasty, errors="surrogatepass")
    for query in (f"code={nasty}&state={state}", f"code={nasty}&state={nasty}", f"error={nasty}&state={state}"):
        for method in (client.get, client.post):
            assert method(f"{LOGIN}callback/?{query}").status_code == 401
    assert client.post(f"{LOGIN}?next={nasty}").status_code == 200


def test_of_two_who_are_new_at_once_the_second_finds_the_account(rf, provider, bob):
    somebody = SocialLogin(user=User(email=bob.email), email_addresses=[EmailAddress(email=bob.email, verified=True)])
    assert ProviderAdapter().save_user(rf.get("/"), somebody) == bob
    assert somebody.user == bob


@pytest.mark.parametrize("part", ["nonce", "code_challenge"])
def test_a_code_that_was_begun_by_somebody_else_is_refused(client, provider, bob, part):
    """Their code, put into our way back: its nonce is another, its PKCE verifier another."""
    theirs = back(Client(), change=lambda where: re.sub(f"{part}=[^&]+", f"{part}=theirs", where))
    ours = back(client)
    code = re.search("code=([^&]+)", theirs)[1]
    if part == "nonce":  # all else is right
        asked = provider.asked[re.search("code=([^&]+)", ours)[1]]
        provider.asked[code] = {**asked, "nonce": "theirs"}
    assert "could not be checked" in refused(client, re.sub("code=[^&]+", f"code={code}", ours))


WRONG = {
    "signed by somebody else": {"key": small.OTHER_KEY},
    "for somebody else": {"claims": {"aud": "another-client"}},
    "by somebody else": {"claims": {"iss": "https://elsewhere.example.org"}},
    "run out": {"claims": {"exp": 1_000_000_000}},
    "of two people": {"userinfo": {"sub": "person-2"}},
    "of nobody": {"claims": {"sub": ""}},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_token_that_is_wrong_is_refused(client, provider, bob, wrong):
    for name, value in wrong.items():
        setattr(provider, name, provider.claims | value if name == "claims" else value)
    assert "could not be checked" in refused(client, back(client))


RUBBISH = [503, 404, "<html>busy", [], {}, None, "7", {"access_token": 1, "id_token": 2, "expires_in": "soon"}]


@pytest.mark.parametrize("answer", RUBBISH, ids=str)
@pytest.mark.parametrize("path", ["openid-configuration", "token", "keys", "userinfo"])
def test_a_provider_that_is_down_or_talks_rubbish_gets_a_plain_page(client, provider, bob, path, answer):
    where = back(client)
    provider.spoil[path] = lambda right: answer
    assert "code by email" in refused(client, where)
    if path == "openid-configuration":
        assert client.post(LOGIN).status_code == 401


def test_a_provider_that_is_gone_gets_a_plain_page(client, provider, settings):
    settings.OPENID_PROVIDERS = [{**provider.settings()[0], "server_url": "http://127.0.0.1:9"}]
    page = client.post(LOGIN)
    assert page.status_code == 401
    assert "does not answer at the moment" in page.content.decode()


def test_a_token_without_a_signature_is_refused(client, provider, bob):
    def unsigned(said):
        claims = jwt.decode(said["id_token"], options={"verify_signature": False})
        return {**said, "id_token": jwt.encode(claims, None, "none", {"kid": "today"})}

    provider.spoil["token"] = unsigned
    assert "could not be checked" in refused(client, back(client))


def test_a_person_who_breaks_off_is_told_so(client, provider):
    where = back(client)
    answer = client.get(re.sub("code=[^&]+", "error=access_denied", where), follow=True)
    assert "You broke the sign-in off" in answer.content.decode()


def test_an_account_is_not_tied_to_a_provider(client, provider, charlie):
    """`process=connect` of allauth is not ours: whoever comes back is who signs in."""
    client.force_login(charlie)
    where = unescape(ONWARD.search(client.post(f"{LOGIN}?process=connect&scope=all").content.decode())[1])
    assert "all" not in re.search("scope=([^&]+)", where)[1].split("+")
    client.get(requests.get(where, allow_redirects=False, timeout=5).headers["Location"])
    assert signed_in(client) == "bob@example.org"
    assert not SocialAccount.objects.exists()


WHOLE = {"NAME": "X", "SERVER_URL": "https://id.example.org/", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}


def test_providers_are_read_from_the_environment(monkeypatch, settings):
    env = environs.Env()
    assert providers_in(env, settings.OPENID_NAMES, private_machine=False) == []
    for name, value in WHOLE.items():
        monkeypatch.setenv(f"OIDC_{name}", value)
        monkeypatch.setenv(f"OIDC_3_{name}", value)
    found = providers_in(env, settings.OPENID_NAMES, private_machine=False)
    assert [(one["provider_id"], one["server_url"]) for one in found] == [
        ("one", "https://id.example.org"),
        ("three", "https://id.example.org"),
    ]


@pytest.mark.parametrize("change", [{"CLIENT_SECRET": ""}, {"SERVER_URL": "http://id.example.org"}, {"NAME": "x" * 41}])
def test_half_a_provider_is_refused_at_the_start(monkeypatch, settings, change):
    for name, value in (WHOLE | change).items():
        monkeypatch.setenv(f"OIDC_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"OIDC_{next(iter(change))}"):
        providers_in(environs.Env(), settings.OPENID_NAMES, private_machine=False)
