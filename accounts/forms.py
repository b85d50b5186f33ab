from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator

from accounts.models import User


class UserForm(forms.ModelForm):
    """A person as an administrator sees them. No password: they sign in with a code, or choose one themselves."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "is_active")

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()


# What no database can keep: NUL, and halves of a surrogate pair.
UNSTORABLE = RegexValidator("[\x00\ud800-\udfff]", "Enter an email address like name@example.org.", inverse_match=True)


class InviteForm(forms.Form):
    """Whom to invite to which of `roles`."""

    email = forms.EmailField(
        label="Their email address",
        max_length=None,
        error_messages={
            "required": "Enter an email address.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )
    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of these roles."},
    )

    def __init__(self, data=None, *, roles):
        super().__init__(data, use_required_attribute=False)
        too_long = MaxLengthValidator(254, "Enter an email address of at most 254 characters.")
        self.fields["email"].validators = [UNSTORABLE, too_long, *self.fields["email"].validators]
        self.fields["role"].choices = roles

    def changes(self) -> dict:
        """What the verb takes, once the form is valid."""
        return {"email": self.cleaned_data["email"].lower(), "kind": self.cleaned_data["role"]}
