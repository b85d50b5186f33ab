"""Every element of the look on one page, to be seen and tested. The page exists only where settings.DEMO is set."""

from types import SimpleNamespace

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.shortcuts import render

GROUPS = [("yes", "Yes, with schools of our trust"), ("no", "No, on our own")]
YEARS = [("3", "Year 3"), ("4", "Year 4"), ("5", "Year 5")]
BOXES = [("Day", "input-2"), ("Month", "input-2"), ("Year", "input-4")]


class DayMonthYear(forms.MultiWidget):
    """A date as three boxes, each named for those who cannot see the order."""

    use_fieldset = True

    def __init__(self):
        super().__init__(
            [forms.TextInput({"aria-label": name, "class": size, "inputmode": "numeric"}) for name, size in BOXES]
        )

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class LookForm(forms.Form):
    """One field of every kind that the pages use; whatever is sent, nothing is kept."""

    name = forms.CharField(
        label="Full name",
        help_text="As it should stand in letters.",
        error_messages={"required": "Enter your full name."},
    )
    urn = forms.IntegerField(
        label="URN",
        help_text="6 numbers, like 115552.",
        widget=forms.TextInput({"class": "input-6", "inputmode": "numeric"}),
        error_messages={"required": "Enter the URN, 6 numbers, like 115552."},
    )
    role = forms.ChoiceField(
        label="Your role",
        choices=[("", "Choose a role"), ("head", "Headteacher"), ("lead", "Maths lead")],
        error_messages={"required": "Choose your role."},
    )
    group = forms.ChoiceField(
        label="Do you apply as part of a group?",
        help_text="Each school still makes its own application.",
        choices=GROUPS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you apply as part of a group."},
    )
    years = forms.MultipleChoiceField(
        label="Which years do they teach?",
        choices=YEARS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one year."},
    )
    inspected = forms.MultiValueField(
        label="When was the last inspection?",
        help_text="For example 5 3 2027.",
        fields=[forms.CharField() for _box in BOXES],
        widget=DayMonthYear,
        error_messages={"required": "Enter the date of the last inspection."},
    )
    statement = forms.CharField(
        label="Why does your school want to take part?",
        help_text="Up to 250 words.",
        widget=forms.Textarea({"rows": 6, "data-word-limit": 250}),
        error_messages={"required": "Say why your school wants to take part."},
    )
    letter = forms.FileField(label="A letter", error_messages={"required": "Choose a file."})
    agreed = forms.BooleanField(
        label="The headteacher attends the first workshop",
        error_messages={"required": "Agree that the headteacher attends the first workshop."},
    )
    # Hidden fields ride along and must not break the summary.
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper


def look(request):
    """All elements at once; sent, or with `?errors`, the form shows an error at every field."""
    sent = request.method == "POST" or "errors" in request.GET
    if "said" in request.GET:
        messages.success(request, "Your answers are saved.")
        messages.error(request, "Somebody else changed this a moment ago.")
    context = {
        "form": LookForm(request.POST, request.FILES) if sent else LookForm(),
        "phases": [(1, "readiness"), (2, "development"), (3, "embedding"), (4, "sustaining"), ("", "secondary")],
        "tags": [("", "Draft"), ("info", "New"), ("care", "In review"), ("good", "Placed"), ("bad", "Declined")],
        "rows": [SimpleNamespace(name=f"School {n}", words=n * 7, at=f"{n} March 2027") for n in range(1, 9)],
    }
    return render(request, "demo/look.html", context)
