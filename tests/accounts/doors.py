"""How a test signs in as a person does, and stands behind the doors of staff."""

import time

from allauth.account.internal.flows import login as flows
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp

from tests import factories


def with_password(person):
    """The person with a password and a confirmed address."""
    person.set_password(factories.PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def with_an_app(person) -> str:
    """The person has an authenticator app; its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def by_password(client, person, then: str = ""):
    data = {"login": person.email, "password": factories.PASSWORD, "next": then}
    return client.post("/account/login/", data)


def prove(client, *methods: dict) -> None:
    """Say that the session's person has shown these, as allauth notes them."""
    session = client.session
    session[flows.AUTHENTICATION_METHODS_SESSION_KEY] = [{"at": time.time(), **method} for method in methods]
    session[flows._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
