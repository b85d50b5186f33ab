"""The form that records two schools as knowingly kept apart, beside a group of schools and on a plan's board."""

from collections.abc import Iterable

from django import forms

from applications.decisions import WritingField
from applications.models import Application

CHOOSE = {"required": "Choose a school.", "invalid_choice": "Choose one of these schools."}


class ApartForm(forms.Form):
    """`applications` are those to choose among."""

    one = forms.ChoiceField(label="School", error_messages=CHOOSE)
    other = forms.ChoiceField(label="Not with", error_messages=CHOOSE)
    reason = WritingField(
        label="Why they are kept apart",
        help_text="It stays on record with your name, for your hub. No school sees it.",
        asks="Write why they are kept apart: it stays on record.",
        rows=2,
    )

    def __init__(self, data=None, *, applications: Iterable[Application]):
        super().__init__(data, auto_id="apart_%s", use_required_attribute=False)
        self.found = {one.reference: one for one in applications}
        names = [(reference, one.school_name) for reference, one in self.found.items()]
        self.fields["one"].choices = [("", "Choose a school"), *names]
        self.fields["other"].choices = [("", "Choose a school"), *names]

    def clean(self):
        found = super().clean()
        if found.get("one") and found.get("one") == found.get("other"):
            self.add_error("other", "Choose two different schools.")
        return found

    def pair(self) -> tuple[Application, Application]:
        return self.found[self.cleaned_data["one"]], self.found[self.cleaned_data["other"]]
