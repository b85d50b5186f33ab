"""What a hub writes to many schools."""

from django import forms

from applications.decisions import WritingField
from applications.forms import check_can_be_kept
from applications.mailing.sending import PLACES, unknown_places

HELP = "You can put in {school}, {reference}, {project} and {hub}; each school reads its own."


class MailingForm(forms.Form):
    subject = forms.CharField(
        label="Subject",
        max_length=150,
        validators=[check_can_be_kept],
        error_messages={"required": "Enter a subject.", "max_length": "Use at most 150 characters."},
    )
    text = WritingField(
        label="Message",
        help_text=HELP,
        asks="Write the message.",
        most=5000,
        rows=10,
        validators=[check_can_be_kept],
    )

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)

    def clean_subject(self):
        return self._known("subject")

    def clean_text(self):
        return self._known("text")

    def _known(self, name: str) -> str:
        unknown = unknown_places(self.cleaned_data[name])
        if unknown:
            known = ", ".join(f"{{{place}}}" for place in PLACES)
            raise forms.ValidationError(f"There is no {{{unknown[0][:40]}}}. Use {known}, or take the braces out.")
        return self.cleaned_data[name]
