"""Forms of a hub's settings. Each carries what its page was drawn from, so that nobody's words are lost unseen."""

from datetime import time

from django import forms
from django.core.validators import EmailValidator, URLValidator
from django.utils import timezone

from applications.forms import Line, Words
from applications.moments import ClockField, DayField, moment_of
from hubs import details
from hubs.models import HubPiece
from journal.clock import clock, day
from journal.moves import Refused
from journal.seen import fingerprint
from workgroups import openings

LONGEST_PARAGRAPH = 1000
NINE = time(9)
ADDRESS = "Enter a whole address, like https://www.example.org/news."


class ChangeForm(forms.Form):
    """About one row, or about one that is yet to be made (`row` None). `names` are the fields of it that it changes."""

    names: tuple[str, ...] = ()

    def __init__(self, data=None, *, row=None, **options):
        self.row = row
        self.theirs: list[tuple[str, str]] = []
        drawn = self.drawn_from(row) if row else {}
        super().__init__(data, initial={**(options.pop("initial", None) or {}), **drawn}, use_required_attribute=False)
        seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
        self.fields["seen"] = seen
        self.initial["seen"] = fingerprint(row, self.names) if row else ""

    def drawn_from(self, row) -> dict:
        """What the controls show of the row."""
        return {name: getattr(row, name) for name in self.names}

    def changes(self) -> dict:
        """What the verb takes, once the form is valid."""
        return {name: self.cleaned_data[name] for name in self.names}

    @property
    def seen(self) -> str:
        return self.cleaned_data["seen"]

    def fresh(self, row):
        """The same form, not filled in, of the row as it is now."""
        return type(self)(row=row)

    def give_way(self, reason: str, row) -> None:
        """Somebody was faster: keep what was typed, show what they saved, and let the next save be meant."""
        self.add_error(None, reason)
        self.data = self.data.copy()
        self.data["seen"] = fingerprint(row, self.names)
        now = self.fresh(row)
        shown = [field for field in now if not field.is_hidden]
        self.theirs = [
            (field.label, now.in_words(field))
            for field in shown
            if str(field.value() or "") != str(self[field.name].value() or "")
        ]

    def in_words(self, field) -> str:
        """What a bound field holds, for somebody to compare with."""
        return str(field.value() if field.value() is not None else "")


def needed(field: forms.Field, says: str) -> forms.Field:
    field.required = True
    field.error_messages["required"] = says
    return field


def email_field(**told) -> forms.Field:
    box = forms.EmailInput(attrs={"class": "input-30", "spellcheck": "false", "autocapitalize": "none"})
    field = Line(most=254, widget=box, **told)
    field.validators.append(EmailValidator("Enter an email address like name@example.org."))
    return field


def number_field(low: int, high: int, **told) -> forms.Field:
    says = f"Enter a whole number, {low} to {high}."
    box = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-4"})
    field = forms.IntegerField(
        min_value=low, max_value=high, widget=box, error_messages={"required": says, "invalid": says}, **told
    )
    for validator in field.validators:
        validator.message = says
    return field


class ContactForm(ChangeForm):
    names = details.CONTACT
    enquiry_email = email_field(
        label="Email for enquiries", help_text="Schools see it on every page of the hub and answer emails to it."
    )
    enquiry_phone = Line(most=20, label="Telephone", widget=forms.TextInput(attrs={"type": "tel", "class": "input-20"}))


class PrivacyForm(ChangeForm):
    names = details.PRIVACY
    privacy_notice = Words(
        most=6000,
        label="Privacy notice",
        help_text="Schools read it before they send personal data. It is public. A blank line begins a paragraph.",
        widget=forms.Textarea(attrs={"rows": 14}),
    )


def _paragraph(label_: str) -> Words:
    return Words(most=LONGEST_PARAGRAPH, label=label_, widget=forms.Textarea(attrs={"rows": 4}))


class LettersForm(ChangeForm):
    names = details.LETTERS
    words_received = _paragraph("In the receipt, when a school has applied")
    words_placed = _paragraph("When a school gets a place")
    words_declined = _paragraph("When a school is declined")


class OpeningForm(ChangeForm):
    """When a project takes applications, and what the hub says of it. `project` is the edition."""

    names = openings.FIELDS
    opens_day = DayField(label="Opens on", required=False, widget=forms.TextInput(attrs={"class": "input-20"}))
    opens_time = ClockField(label="Opening time", required=False, widget=forms.TextInput(attrs={"class": "input-6"}))
    how = forms.ChoiceField(
        label="How does it close?",
        choices=[("day", "At a moment that schools know"), ("rolling", "When we close it: there is no date")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it closes.", "invalid_choice": "Choose how it closes."},
    )
    closes_day = DayField(
        label="Closes on",
        required=False,
        help_text="Like 5 March 2027 or 5/3/2027.",
        widget=forms.TextInput(attrs={"class": "input-20"}),
    )
    closes_time = ClockField(
        label="Closing time",
        required=False,
        help_text="Like 5pm or 3:30pm.",
        widget=forms.TextInput(attrs={"class": "input-6"}),
    )
    contact_name = Line(most=120, label="Whom to ask", help_text="A name or an office. It is public.")
    contact_email = email_field(label="Their email", help_text="It is public. Empty: the hub’s own.")
    groups_planned = number_field(1, 99, label="How many Work Groups you plan")
    words = Words(
        most=3000,
        label="What schools should know",
        help_text="Places, dates, leads: as far as they are known. It stands on the public page as you write it.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data=None, *, project, row=None, **options):
        self.project = project
        super().__init__(data, row=row, **options)
        if row is None:
            self.fields["opens_day"].help_text = "Like 5 March 2027. Empty: at once."
            self.fields["opens_time"].help_text = "Empty: 9am."

    def fresh(self, row):
        return type(self)(project=self.project, row=row)

    def drawn_from(self, row) -> dict:
        drawn = {name: getattr(row, name) for name in self.names}
        drawn |= {
            "opens_day": day(row.opens),
            "opens_time": clock(row.opens),
            "how": "day" if row.closes else "rolling",
        }
        return drawn | ({"closes_day": day(row.closes), "closes_time": clock(row.closes)} if row.closes else {})

    def clean(self):
        told = self.cleaned_data
        told["opens"], told["closes"] = self._opens(told), self._closes(told)
        if not self.errors:
            was = self.row.closes if self.row else None
            opens = told["opens"] or (self.row.opens if self.row else None)
            try:
                openings.check_dates(self.project, opens=opens or timezone.now(), closes=told["closes"], was=was)
            except Refused as refusal:
                self.add_error("closes_day", refusal.reason)
        return told

    def _opens(self, told):
        """None of a new one: at once."""
        on, at = told.get("opens_day"), told.get("opens_time")
        if on is None:
            if self.row and "opens_day" not in self.errors:
                self.add_error("opens_day", "Enter the day it opens, like 5 March 2027.")
            return None
        return moment_of(on, at or NINE, self.row.opens if self.row else None)

    def _closes(self, told):
        """None: rolling."""
        if told.get("how") != "day":
            return None
        for name, says in (
            ("closes_day", "Enter the day it closes, or choose that you close it yourselves."),
            ("closes_time", "Enter the time it closes, like 5pm."),
        ):
            if told.get(name) is None and name not in self.errors:
                self.add_error(name, says)
        if self.errors:
            return None
        return moment_of(told["closes_day"], told["closes_time"], self.row.closes if self.row else None)


class PieceForm(ChangeForm):
    """A story or a link of the hub's public page; `kind` is a HubPiece.Kind."""

    names = ("title", "text", "url", "order")
    title = needed(Line(most=120, label="Title"), "Enter a title.")
    text = Words(most=6000, label="Story", widget=forms.Textarea(attrs={"rows": 12}))
    url = Line(most=500, label="Address", widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}))
    order = number_field(0, 999, label="Place in the list", help_text="Lower numbers come first.")

    def __init__(self, data=None, *, kind: str, row=None, **options):
        self.kind = kind
        super().__init__(data, row=row, initial={"order": 0}, **options)
        self.fields["url"].validators = [*self.fields["url"].validators, URLValidator(["https"], message=ADDRESS)]
        if kind == HubPiece.Kind.STORY:
            needed(self.fields["text"], "Write the story.")
            self.fields["text"].help_text = "Plain words. A blank line begins a new paragraph."
            self.fields["url"].label = "Where to read more (optional)"
        else:
            needed(self.fields["url"], "Enter the address that it leads to.")
            self.fields["text"].widget.attrs["rows"] = 2
            self.fields["text"].label = "What is there (optional)"
        self.fields["url"].help_text = "It begins with https://"

    def fresh(self, row):
        return type(self)(kind=self.kind, row=row)
