"""Forms of passing on: what the desk chooses and writes, and a school's no."""

from django import forms
from django.utils import timezone

from applications.afterwards import Reason
from applications.deciding.forms import USUAL_TIME
from applications.decisions import MoveForm, WritingField
from applications.filters import WordsField
from applications.moments import DayField
from journal.clock import day


class PassOnForm(MoveForm):
    """To which hub, by when the school answers, and what it reads; or only what to look for among the hubs."""

    find = WordsField(
        label="Look for a hub",
        required=False,
        help_text="Its name, or an authority, postcode or school.",
    )
    hub = forms.ChoiceField(
        label="Which hub?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a hub.", "invalid_choice": "Choose one of these hubs."},
    )
    answer_by = DayField(
        label="Answer by the end of which day?",
        help_text="Like 5 March 2027. The school is reminded; without an answer the application stays with you.",
        error_messages={"required": "Enter the day by which the school answers, like 5 March 2027."},
    )
    words = WritingField(
        label="What you say to the school",
        help_text="Why the other hub fits better. It goes into the email as you write it.",
        asks="Write to the school why the other hub fits better: it reads it.",
    )

    def __init__(self, *args, destinations, typed: dict | None = None, **kwargs):
        usual = {"answer_by": day(timezone.localdate() + USUAL_TIME)}
        super().__init__(*args, typed={**usual, **(typed or {})}, move="pass_on", **kwargs)
        self.destinations = {each.hub.slug: each for each in destinations}
        self.fields["hub"].choices = [(slug, slug) for slug, each in self.destinations.items() if not each.why_not]

    def decided(self) -> dict:
        """What `preparing.prepare` takes."""
        found = self.cleaned_data
        opening = self.destinations[found["hub"]].opening
        return {"kind": "pass_on", "opening": opening, "answer_by": found["answer_by"], "words": found["words"]}

    def typed(self) -> dict[str, str]:
        return {name: self.data[name] for name in ("find", "hub", "answer_by", "words") if name in self.data}


class KeepForm(forms.Form):
    """A school says no."""

    reason = Reason(
        label="Why not?",
        help_text="Your hub reads it. The other hub is told nothing.",
        asks="Write why your school does not want this: the hub reads it.",
        rows=3,
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="keep_%s")


class TakeBackForm(MoveForm):
    reason = WritingField(
        label="Why you take it back",
        help_text="The school gets an email with it. The application stays with you.",
        asks="Write why you take it back: the school reads it.",
        rows=3,
    )
