"""Sign-in by allauth, in the ways of this house: its email goes through the outbox, its words are ours."""

from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import get_ip

from journal import outbox

# Messages that hold a code: their words are erased once they are sent.
SECRET = {"login_code", "email_confirmation", "email_confirmation_signup", "password_reset_code"}

# In the session: the roles it began with. `config.doors` fills it in and watches it.
ROLES = "roles"

# What happened to somebody's account, told to its owner in one sentence.
NOTICES = {
    "email_changed": "The email address of your account was changed.",
    "email_confirm": "An email address of your account was confirmed.",
    "email_deleted": "An email address was removed from your account.",
    "password_changed": "Your password was changed.",
    "password_reset": "Your password was reset.",
    "password_set": "A password was set for your account.",
    "recovery_codes_generated": "New recovery codes were made for your account.",
    "totp_activated": "An authenticator app was added to your account.",
    "totp_deactivated": "The authenticator app was removed from your account.",
    "webauthn_added": "A security key or passkey was added to your account.",
    "webauthn_removed": "A security key or passkey was removed from your account.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your Maths Hub about it.",
        "duplicate_email": "This email address is on your account already.",
        "email_password_mismatch": "The email address and password do not match. Check both, or sign in with a code.",
        "email_taken": "There is an account with this email address already. Sign in instead.",
        "enter_current_password": "Enter the password you use now.",
        "incorrect_code": "This is not the code we sent. Check the newest email, or ask for a new code.",
        "incorrect_password": "This is not your password. Check it and try again.",
        "invalid_or_expired_key": "This link has run out. Ask for a new one.",
        "invalid_login": "The email address and password do not match. Check both, or sign in with a code.",
        "invalid_password_reset": "This code has run out. Ask for a new one.",
        "rate_limited": "Too many tries in a short time. Wait a few minutes, then try again.",
        "same_as_current": "Enter something different from what you use now.",
        "too_many_login_attempts": "Too many tries with a wrong password. Wait five minutes, or sign in with a code.",
        "unknown_email": "There is no account with this email address.",
        "unverified_primary_email": "Confirm the email address first, with the code we sent to it.",
    }

    def pre_login(self, request, user, **how):
        """Somebody whom an administrator added signs in with one code, not with a second one to confirm the first."""
        if not EmailAddress.objects.filter(user=user).exists():
            by_code = any(record["method"] == "code" for record in get_authentication_records(request, user)[-1:])
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=by_code)
        return super().pre_login(request, user, **how)

    def post_login(self, request, user, **how):
        """From now on the session follows the person's roles; the first request after this one notes them."""
        request.session[ROLES] = None
        return super().post_login(request, user, **how)

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Wrong passwords are counted for an account and a network address together.

        A whole school shares one address, and nobody elsewhere can lock a person out by guessing badly.
        """
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the message: no request waits for a mail server. Its key says nothing about the person."""
        name = template_prefix.rsplit("/", 1)[-1]
        words = {key: value for key, value in context.items() if key != "request"}
        words["email"] = email
        template = f"account/{name}"
        if name in NOTICES:
            template, words = "account/notice", {"what": NOTICES[name]}
        outbox.queue(f"account-{name}-{uuid4()}", template, email, words, secret=name in SECRET)
