"""The forms of asking for more: the hub's questions, the day, the school's reply; and a question beside its field."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import conditional_escape, format_html

from applications import more
from applications.afterwards import Reason
from applications.asked_models import MoreAsked
from applications.decisions import MoveForm
from applications.forms import PageForm
from applications.moments import DayField
from journal.clock import day
from journal.moves import Refused

USUAL = timedelta(days=10)


def ask_beside(form: PageForm, asked: MoreAsked) -> None:
    """Show what the hub wants to know beside each field it asks about."""
    for item in asked.items.all():
        if item.name in form.fields:
            field = form.fields[item.name]
            question = format_html(
                '<span class="hub-asks"><strong>{} asks:</strong> {}</span>', asked.application.hub, item.text
            )
            hint = conditional_escape(field.help_text)
            field.help_text = format_html("{} {}", question, hint) if hint else question


class DueField(DayField):
    """The day by whose end the school should answer."""

    def __init__(self, **kwargs):
        wrong = {"required": "Enter the day by which the school should answer, like 5 March 2027."}
        super().__init__(error_messages=wrong, **kwargs)

    def clean(self, value) -> date:
        due = super().clean(value)
        try:
            more.check_due(due)
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
        return due


class AskForm(MoveForm):
    """A box beside each answer of the form as it was sent, one for everything else, and the day."""

    general = Reason(
        label="A question about something else (optional)",
        help_text="The school replies to it in words of its own.",
        asks="",
        required=False,
        rows=3,
    )
    due = DueField(
        label="Answer by the end of which day?",
        help_text="Like 5 March 2027. The school is reminded two working days before, and on the day.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, move="more", typed={"due": day(timezone.localdate() + USUAL)}, **kwargs)
        for part in more.askable(self.application):
            for row in part["answers"]:
                self.fields[f"ask_{row['name']}"] = Reason(
                    label=f"Your question about “{row['label']}”", asks="", required=False, rows=2, most=1000
                )

    @property
    def questions(self) -> dict[str, str]:
        """What was written, by the name of the field it is about."""
        written = {name.removeprefix("ask_"): words for name, words in self.cleaned_data.items() if name[:4] == "ask_"}
        return {name: words for name, words in written.items() if words.strip()}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.questions and not cleaned.get("general", "").strip():
            raise ValidationError("Write at least one question: open an answer below, or use the box at the end.")
        return cleaned

    def sections(self) -> list[tuple[str, list[tuple[dict, forms.BoundField]]]]:
        """The form's sections with each answer and the box beside it."""
        parts = more.askable(self.application)
        return [
            (part["title"], [(row, self[f"ask_{row['name']}"]) for row in part["answers"]])
            for part in parts
            if part["answers"]
        ]


class ExtendForm(forms.Form):
    due = DueField(label="More time, to the end of which day?", help_text="Like 5 March 2027. The school is told.")


class ReplyForm(forms.Form):
    """The school's words beside its form; needed only where it sends them and the hub asks something of its own."""

    reply = Reason(label="", asks="", required=False, most=4000)

    def __init__(self, data=None, *, asked: MoreAsked):
        super().__init__(data, initial={"reply": asked.reply})
        general = bool(asked.general)
        self.fields["reply"].label = "Your reply" if general else "Anything you want to say about it (optional)"
        self.fields["reply"].help_text = "" if general else "Where an answer stands as it is, say so here."
