"""The small forms about claims of schools."""

from django import forms
from django.core.validators import MaxLengthValidator

from applications.afterwards import Reason
from journal.words import check_can_be_kept
from schools.claim_models import Claim


class ClaimForm(forms.Form):
    """Which role, and the name that the school knows its owner by."""

    kind = forms.ChoiceField(
        label="What are you there?",
        choices=Claim.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you are there.", "invalid_choice": "Choose one of these."},
    )
    name = forms.CharField(
        label="Your name",
        help_text="First and last name, as your school knows you. Whoever confirms it asks for you by this name.",
        validators=[check_can_be_kept, MaxLengthValidator(161, "Use at most 161 characters.")],
        error_messages={"required": "Enter your name."},
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": "161"}),
    )

    def __init__(self, data=None, *, user):
        super().__init__(data, initial={"name": user.get_full_name()}, use_required_attribute=False)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code from your Maths Hub",
        help_text="12 letters and figures, like 7K4M-2QPX-9BCD.",
        validators=[check_can_be_kept, MaxLengthValidator(40, "The code has 12 letters and figures.")],
        error_messages={"required": "Enter the code, 12 letters and figures."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": "40"}),
    )

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)


class RefuseClaimForm(forms.Form):
    reason = Reason(
        label="Why not?",
        help_text="The person reads this in an email and on their page.",
        asks="Write the reason: the person reads it.",
        rows=2,
    )

    def __init__(self, data=None, *, key: int):
        super().__init__(data, auto_id=f"refuse_{key}_%s", use_required_attribute=False)


class SetAsideForm(forms.Form):
    reason = Reason(
        label="Why do you set it aside?",
        help_text="Whoever sent it, and the hub, read this.",
        asks="Write why: whoever sent it, and the hub, read it.",
        rows=2,
    )
