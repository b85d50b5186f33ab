"""The forms of signing in and of one's own account: allauth's, with our words (its own say "Please" and "invalid")."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction

LABELS = {
    "login": "Email address",
    "email": "Email address",
    "password": "Password",
    "oldpassword": "The password you use now",
    "password1": "New password",
    "password2": "New password, once more",
    "code": "Code",
}
MISSING = {
    "login": "Enter your email address.",
    "email": "Enter your email address.",
    "password": "Enter your password.",
    "oldpassword": "Enter the password you use now.",
    "password1": "Choose a password.",
    "password2": "Enter the new password once more.",
    "code": "Enter the code from the email.",
}


class InOurWords:
    """One name for a thing on every page, no name twice as a placeholder, and errors that say what to do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.error_messages["required"] = MISSING.get(name, field.error_messages["required"])
            if name in ("login", "email"):
                field.error_messages["invalid"] = "Enter an email address like name@example.org."
                # As long as the column is: allauth's own field lets a longer one through to the database.
                too_long = "Enter an email address of at most 254 characters."
                field.validators = [*field.validators, MaxLengthValidator(254, too_long)]
                field.widget.attrs["maxlength"] = "254"


def count(action: str, email: str) -> None:
    """One more try of this account from this network address. Raises a ValidationError when there were too many."""
    request = context.request
    if not ratelimit.consume(request, action=action, key=f"{email.lower()}:{get_ip(request)}"):
        raise get_adapter().validation_error("rate_limited")


class LoginForm(InOurWords, allauth.LoginForm):
    """Email and password. Nobody chooses a password when signing up, yet hub staff have one and may use it."""

    def _setup_password_field(self):
        # allauth takes the field away where signing up asks for no password.
        self.fields["password"].help_text = ""


class SignupForm(InOurWords, allauth.SignupForm):
    def clean_email(self):
        count("account_from_here", self.cleaned_data["email"])
        return super().clean_email()

    def try_save(self, request):
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # a double click: the other request has just made the account
            self.account_already_exists = True
            return super().try_save(request)


class RequestLoginCodeForm(InOurWords, allauth.RequestLoginCodeForm):
    def clean_email(self):
        count("code_from_here", self.cleaned_data["email"])
        return super().clean_email()


class ConfirmLoginCodeForm(InOurWords, allauth.ConfirmLoginCodeForm):
    pass


class AddEmailForm(InOurWords, allauth.AddEmailForm):
    pass


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):
    pass


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    pass


class ReauthenticateForm(InOurWords, allauth.ReauthenticateForm):
    pass


class SetPasswordForm(InOurWords, allauth.SetPasswordForm):
    pass


class ConfirmEmailForm(InOurWords, allauth.ConfirmEmailVerificationCodeForm):
    pass
