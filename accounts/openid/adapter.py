"""Who signs in with a provider: whoever has the account of the address that the provider confirms, or somebody new.

What is believed is the address, as with a code sent to it. No tie to the provider is kept, no token, and nothing that
it says of roles.
"""

import logging

from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.openid.provider import Unconfirmed, Unreachable

log = logging.getLogger(__name__)

WHY = {
    Unreachable: "{name} does not answer at the moment. Try again in a few minutes, or sign in with a code by email.",
    Unconfirmed: "{name} did not confirm an email address for you, so we cannot tell which account is yours. Confirm "
    "your address there first, or sign in with a code by email.",
}
BEGIN_AGAIN = (
    "This sign-in was begun in another browser, was used already, or waited for more than ten minutes. Begin again."
)
NOT_CHECKED = (
    "{name} sent an answer that could not be checked. Begin again; if it goes on, sign in with a code by email."
)


class ProviderAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """Providers stand in the settings alone: none is added in a table, and no page asks one for them."""
        apps = [
            SocialApp(
                provider="openid_connect",
                provider_id=one["provider_id"],
                name=one["name"],
                client_id=one["client_id"],
                secret=one["secret"],
                settings={"server_url": one["server_url"]},
            )
            for one in settings.OPENID_PROVIDERS
        ]
        by_name = [app for app in apps if provider in (None, app.provider, app.provider_id)]
        return [app for app in by_name if client_id in (None, app.client_id)]

    def authenticate_by_email(self, sociallogin) -> tuple[User, str] | None:
        email = sociallogin.email_addresses[0].email
        shown = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
        user = shown.user if shown else User.objects.filter(email__iexact=email).first()
        return (user, email) if user else None

    def pre_social_login(self, request, sociallogin) -> None:
        """The token is the answer to our own question; its address counts as shown, as by a code sent to it."""
        if sociallogin.account.extra_data["nonce"] != sociallogin.state["nonce"]:
            raise OAuth2Error("another nonce")
        if sociallogin.is_existing:
            _note_as_shown(sociallogin.user, sociallogin.email_addresses[0].email)

    def save_user(self, request, sociallogin, form=None) -> User:
        """Somebody new, without a role: as after signing up. Of two at once the second finds the first's account."""
        user = sociallogin.user
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
                setup_user_email(request, user, sociallogin.email_addresses)
        except IntegrityError:
            user = sociallogin.user = User.objects.get(email__iexact=user.email)
        return user

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        """The page's words. The log says what kind of error it was, and nothing that was sent."""
        words = WHY.get(type(exception), NOT_CHECKED)
        if exception is None and "state_id" in extra_context:
            words = BEGIN_AGAIN
        extra_context["why"] = words.format(name=provider.name)
        log.warning("Sign-in with %s failed: %s", provider.sub_id, type(exception).__name__ if exception else error)


def _note_as_shown(user: User, email: str) -> None:
    own = EmailAddress.objects.filter(user=user)
    if not own.filter(email__iexact=email).update(verified=True):
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=not own.exists())
