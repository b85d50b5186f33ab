from django import forms

from accounts.models import User


class UserForm(forms.ModelForm):
    """A person as an administrator sees them. No password: they sign in with a code, or choose one themselves."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "is_active")

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()
