"""The small forms about reminders: put one off, and choose which to get."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from applications.moments import DayField
from hubs.reminders.models import ReminderReader
from hubs.reminders.types import Kind
from journal.clock import day


class PostponeForm(forms.Form):
    until = DayField(
        label="Not before",
        help_text="Like 5 March 2027.",
        error_messages={"required": "Enter the day before which it does not go out, like 5 March 2027."},
    )

    def __init__(self, data=None, *, key: str):
        week = timezone.localdate() + timedelta(days=7)
        super().__init__(data, initial={"until": day(week)}, auto_id=f"postpone_{key}_%s")
        self.key = key


class ChooseForm(forms.Form):
    how = forms.ChoiceField(
        label="How many emails?",
        choices=[("together", "One a day with all of them"), ("each", "One for each reminder")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )
    kinds = forms.MultipleChoiceField(
        label="What do you want to be reminded of?",
        help_text="What you leave out you do not get any more.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from this list."},
    )

    def __init__(self, data=None, *, reader: ReminderReader, offered: list[Kind]):
        wanted = [kind.code for kind in offered if kind.code not in reader.refused]
        super().__init__(data, initial={"how": "together" if reader.together else "each", "kinds": wanted})
        self.fields["kinds"].choices = [(kind.code, kind.title) for kind in offered]
        if not offered:
            del self.fields["kinds"]
