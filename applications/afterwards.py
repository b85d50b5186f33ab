"""The small forms of what comes after writing: late, withdrawn."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from applications.decisions import WritingField
from applications.filters import DayField
from applications.late import LONGEST
from journal.clock import day
from journal.words import check_can_be_kept


class Reason(WritingField):
    """A person's own words, without what no database keeps."""

    def to_python(self, value):
        words = super().to_python(value)
        check_can_be_kept(words)
        return words


class WithdrawForm(forms.Form):
    reason = Reason(
        label="Why do you withdraw?",
        help_text="The hub reads it. It helps the hub to plan, and to offer you something that fits better.",
        asks="Write why you withdraw: the hub reads it.",
    )


class AskLateForm(forms.Form):
    reason = Reason(
        label="Why is it late?",
        help_text="The hub reads this and how far your application is. It does not see your answers before you send.",
        asks="Write why it is late: the hub reads it.",
    )


class LetInForm(forms.Form):
    until = DayField(
        label="Until the end of which day?",
        help_text="Like 5 March 2027. The school can send it until midnight.",
        error_messages={"required": "Enter the last day on which the school may send it, like 5 March 2027."},
    )
    words = Reason(
        label="What you say to the school (optional)",
        help_text="It stays on record and goes into the email.",
        asks="",
        rows=2,
        required=False,
    )

    def __init__(self, data=None, *, key: int):
        super().__init__(data, initial={"until": day(_in_two_days())}, auto_id=f"let_in_{key}_%s")

    def clean_until(self) -> date:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until < today + LONGEST:
            raise ValidationError("Choose a day from today on, within two months.")
        return until


class RefuseLateForm(forms.Form):
    words = Reason(
        label="Why not?",
        help_text="The school reads this in an email and on its page.",
        asks="Write the reason: the school reads it.",
        rows=2,
    )

    def __init__(self, data=None, *, key: int):
        super().__init__(data, auto_id=f"refuse_{key}_%s")


def _in_two_days() -> date:
    return timezone.localdate() + timedelta(days=2)
