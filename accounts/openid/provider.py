"""allauth's OpenID Connect, believing less: signature and nonce of every id token, one person, a confirmed address.

OpenID Connect Core 1.0 lets a client skip the signature of a token that came over TLS, and allauth does; here it is
checked all the same. A provider that answers with rubbish ends in one kind of error, never in another.
"""

from contextlib import contextmanager
from secrets import token_urlsafe

from allauth.account.internal.emailkit import valid_email_or_none
from allauth.account.models import EmailAddress
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from requests import RequestException

LONGEST_SUBJECT = 191  # of allauth's column, which we do not fill
RUBBISH = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)


class Unreachable(OAuth2Error):
    """The provider does not answer, or answers with an error."""


class Unconfirmed(OAuth2Error):
    """The provider does not say that the email address is this person's."""


@contextmanager
def asking():
    """Around whatever is asked of a provider or made of its answer. Its words go into no message of ours."""
    try:
        yield
    except RequestException as error:
        raise Unreachable(type(error).__name__) from None
    except RUBBISH as error:
        raise OAuth2Error(type(error).__name__) from None


class Conversation(OpenIDConnectOAuth2Adapter):
    """What is asked of the provider, in the order of one sign-in."""

    def get_client(self, request, app):
        with asking():
            return super().get_client(request, app)

    @property
    def authorize_url(self) -> str:
        with asking():
            return str(super().authorize_url)

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        with asking():
            return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def parse_token(self, data):
        with asking():
            return super().parse_token(data)

    def complete_login(self, request, app, token, **kwargs):
        with asking():
            told = {"id_token": self._decode_id_token(app, kwargs["response"]["id_token"])}
            if "userinfo_endpoint" in self.openid_config:
                told["userinfo"] = self._fetch_user_info(token.token)
            return self.get_provider().sociallogin_from_response(request, told)

    def _decode_id_token(self, app, id_token: str) -> dict:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Conversation
    pkce_enabled_default = True

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        """To the provider, with a nonce that its id token has to say again. Nothing of it is taken from the address."""
        nonce = token_urlsafe(24)
        asked = {"auth_params": self.get_auth_params() | {"nonce": nonce}, "scope": self.get_scope(), "nonce": nonce}
        return super().redirect(request, "login", next_url, **asked)

    def extract_uid(self, data: dict) -> str:
        subject = data["id_token"]["sub"]
        if "userinfo" in data and data["userinfo"]["sub"] != subject:
            raise OAuth2Error("two people in one answer")
        return str(subject)[:LONGEST_SUBJECT]

    def extract_extra_data(self, data: dict) -> dict:
        return {"nonce": data["id_token"].get("nonce")}

    def extract_common_fields(self, data: dict) -> dict:
        told = data["id_token"] | data.get("userinfo", {})
        names = {"first_name": told.get("given_name"), "last_name": told.get("family_name"), "name": told.get("name")}
        return {"email": _confirmed(data)} | {key: _storable(value) for key, value in names.items()}

    def extract_email_addresses(self, data: dict) -> list[EmailAddress]:
        return [EmailAddress(email=_confirmed(data), verified=True, primary=True)]


def _confirmed(data: dict) -> str:
    """The address that one and the same document names and says is confirmed, in small letters."""
    for told in (data.get("userinfo", {}), data["id_token"]):
        if "email" in told:
            email = valid_email_or_none(told["email"]) if _yes(told.get("email_verified")) else None
            if email:
                return email
            break
    raise Unconfirmed


def _yes(said) -> bool:
    """Some providers write the word; anything else, and nothing, is a no."""
    return said is True or said == "true"


def _storable(value) -> str:
    """A name as any database keeps it: no NUL, no half of a character; "" for whatever is no text."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "").strip()
