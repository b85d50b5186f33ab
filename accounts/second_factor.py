"""What a person has shown of themselves in this session, and what staff still have to show before their pages open.

Staff sign in with a password, a passkey or a provider of OpenID Connect, and with a second factor of ours. A code by
email alone opens none of their doors.
"""

from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

SECONDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Step:
    """What to do next: a heading, why, the page where it is done, and another way to the same."""

    title: str
    why: str
    url: str
    button: str
    other_url: str = ""
    other: str = ""


@dataclass(frozen=True)
class Shown:
    """By what the person proved who they are, in this session."""

    password: bool
    passkey: bool
    provider: bool
    second: bool

    @property
    def first(self) -> bool:
        return self.password or self.passkey or self.provider

    @property
    def enough(self) -> bool:
        return self.first and self.second


def shown_in(request: HttpRequest) -> Shown:
    """Read from the session alone; no query."""
    records = get_authentication_records(request, request.user)
    seconds = [record.get("type") for record in records if record.get("method") == "mfa"]
    return Shown(
        password=any(record.get("method") == "password" for record in records),
        passkey=Authenticator.Type.WEBAUTHN in seconds,
        provider=any(record.get("method") == "socialaccount" for record in records),
        second=bool(seconds),
    )


def is_missing(request: HttpRequest) -> bool:
    """Whether this session may not open the pages of staff yet."""
    return settings.SECOND_FACTOR and not shown_in(request).enough


def next_step(request: HttpRequest) -> Step | None:
    """The first thing that is missing; None where nothing is."""
    shown = shown_in(request)
    own = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if not shown.first:
        return _first(request.user, own)
    if not own & set(SECONDS):
        return Step(
            "Set up your second step",
            "An app on your phone shows a code that only you have. You get ten recovery codes as well, for the day the "
            "phone is not to hand.",
            reverse("mfa_activate_totp"),
            "Set up an authenticator app",
            reverse("mfa_add_webauthn"),
            "Add a passkey or security key instead",
        )
    if not shown.second:
        return Step(
            "Show your second step",
            "Enter the code of your app, use your passkey, or use one of your recovery codes.",
            reverse("mfa_reauthenticate"),
            "Go on",
        )
    return None


def _first(user, own: set[str]) -> Step:
    if Authenticator.Type.WEBAUTHN in own:
        why = "You signed in with a code by email. Pages with other people’s data open with your passkey."
        return Step("Use your passkey", why, reverse("mfa_reauthenticate"), "Go on")
    if user.has_usable_password():
        why = "You signed in with a code by email. Pages with other people’s data ask for your password as well."
        return Step("Enter your password", why, reverse("account_reauthenticate"), "Go on")
    why = (
        "Pages with other people’s data do not open with a code by email alone. Choose a password; you then sign in "
        "with it once."
    )
    return Step("Choose a password", why, reverse("account_set_password"), "Choose a password")
