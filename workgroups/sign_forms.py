"""What a signatory fills in: their name and that they mean it, or why they do not sign."""

from django import forms

from journal.words import check_can_be_kept

READ_AGAIN = "Open the link in your email again: this page did not say what it showed you."
WRONG = ("required", "invalid", "min_value", "max_value")


class SignForm(forms.Form):
    """`version` is that of the words the page showed. Any name is a name, but an empty one is not."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=dict.fromkeys(WRONG, READ_AGAIN)
    )
    name = forms.CharField(
        label="Type your full name",
        max_length=200,
        help_text="As you write it. It stands under the commitments as your signature.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Type your name to sign.", "max_length": "Use at most 200 characters."},
    )
    confirmed = forms.BooleanField(
        label="I confirm this, and sign.",
        error_messages={"required": "Tick to confirm: without that it is no signature."},
    )

    def __init__(self, data=None, *, version: int, confirms: str):
        super().__init__(data, initial={"version": version}, use_required_attribute=False)
        self.fields["confirmed"].label = confirms

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        check_can_be_kept(name)
        return " ".join(name.split())


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why do you not sign?",
        max_length=2000,
        help_text="Whoever sent the form and the hub read it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Write why you do not sign: your school and the hub read it.",
            "max_length": "Use at most 2,000 characters.",
        },
    )

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].replace("\r\n", "\n")
        check_can_be_kept(reason)
        return reason
