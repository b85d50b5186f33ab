"""The small forms of the way in: which project, and the address that a link is sent to."""

import re
import secrets

from django import forms
from django.core.validators import MaxLengthValidator

from journal.words import check_can_be_kept

ONCE = re.compile(r"[\w-]{22,64}", re.ASCII)


class BeginForm(forms.Form):
    """Which of a hub's open projects; `cleaned_data["opening"]` is the one chosen. A single one is chosen already."""

    project = forms.ChoiceField(
        label="What do you want to apply for?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you want to apply for.",
            "invalid_choice": "Choose one of the projects that are open here.",
        },
    )

    def __init__(self, data=None, *, openings: list, chosen: str = ""):
        self.openings = {opening.project.code: opening for opening in openings}
        only = next(iter(self.openings)) if len(self.openings) == 1 else ""
        super().__init__(data, initial={"project": chosen or only}, use_required_attribute=False)
        self.fields["project"].choices = [(code, opening.project.title) for code, opening in self.openings.items()]

    def clean(self):
        self.cleaned_data["opening"] = self.openings.get(self.cleaned_data.get("project"))
        return self.cleaned_data


class AddressField(forms.EmailField):
    """An email address, kept in lower case."""

    def __init__(self, *, asks: str = "Enter your email address.", **kwargs):
        asks = {
            "required": asks,
            "invalid": "Enter an email address like name@example.org.",
        }
        # The least and the most lie in our own words: Django's length check has its own.
        super().__init__(error_messages=asks, max_length=None, **kwargs)
        too_long = "Enter an email address of at most 254 characters."
        self.validators = [check_can_be_kept, MaxLengthValidator(254, too_long), *self.validators]
        self.widget.attrs |= {"autocomplete": "email", "spellcheck": "false", "maxlength": "254"}

    def to_python(self, value):
        return super().to_python(value).lower()


class AddressForm(forms.Form):
    email = AddressField(label="Your email address")

    def __init__(self, data=None):
        super().__init__(data, use_required_attribute=False)


class ColleagueForm(forms.Form):
    """Whom to ask, and for which sections; `cleaned_data["sections"]` are their slugs, none for all of it."""

    email = AddressField(label="Your colleague’s email address")
    sections = forms.MultipleChoiceField(
        label="Which part? (optional)",
        help_text="They see and fill in only what you tick. Tick nothing to share all of it.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among these parts.", "invalid_list": "Choose among these parts."},
    )

    def __init__(self, data=None, *, sections):
        super().__init__(data, use_required_attribute=False)
        self.fields["sections"].choices = [(section.slug, section.title) for section in sections]


class BeginWithoutAccountForm(BeginForm):
    """Also where the link to the draft goes; and `once`, the secret of this page, by which a double click is known."""

    email = AddressField(
        label="Your email address", help_text="We send a link to it that opens your application on any device."
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        posted = data.get("once", "") if data else ""
        self.once = posted if ONCE.fullmatch(posted) else secrets.token_urlsafe(24)


class GuideForm(forms.Form):
    """One question of the guide, for its error summary: bound only where it was sent without an answer."""

    def __init__(self, data=None, *, question):
        super().__init__(data, use_required_attribute=False)
        kind = forms.MultipleChoiceField if question.several else forms.ChoiceField
        widget = forms.CheckboxSelectMultiple if question.several else forms.RadioSelect
        self.fields[question.name] = kind(
            label=question.title,
            widget=widget,
            choices=[(choice.value, choice.label) for choice in question.choices],
            error_messages={"required": question.asks, "invalid_choice": question.asks},
        )
