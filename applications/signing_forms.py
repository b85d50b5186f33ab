"""The small forms around signatures: who signs instead, and why the hub does not wait."""

from django import forms

from applications.afterwards import Reason
from applications.entrance import AddressField
from applications.forms import Line
from workgroups.models import Signatory


class WhoSignsForm(forms.Form):
    """The name and address of who signs in one role."""

    name = Line(label="Name", most=170)
    email = AddressField(label="Work email", asks="Enter their email address.")

    def __init__(self, data=None, *, signatory: Signatory):
        super().__init__(
            data,
            initial={"name": signatory.name, "email": signatory.email},
            auto_id=f"signs_{signatory.pk}_%s",
            use_required_attribute=False,
        )

    def clean_name(self) -> str:
        if not self.cleaned_data["name"]:
            raise forms.ValidationError("Enter the name of who signs.")
        return self.cleaned_data["name"]


class GoAheadForm(forms.Form):
    reason = Reason(
        label="Why do you go ahead without?",
        help_text="It stays on record with your name. Those who have not signed still can.",
        asks="Write why you go ahead without: it stays on record.",
        rows=3,
    )
