"""Forms of a suitable alternative: what the desk chooses and writes, and a school's no."""

from django import forms
from django.utils import timezone

from applications.afterwards import Reason
from applications.deciding.alternative_choices import Choice, Elsewhere
from applications.deciding.forms import USUAL_TIME
from applications.decisions import MoveForm, WritingField
from applications.models import Outcome
from applications.moments import DayField
from journal.clock import day

ELSEWHERE = "elsewhere"
CHOOSE = "Choose what you offer instead."


class AlternativeForm(MoveForm):
    """What is offered instead, by when the school answers, and what it reads."""

    what = forms.ChoiceField(
        label="What do you offer instead?",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    elsewhere = forms.ChoiceField(
        label="Which project, at which hub?",
        required=False,
        error_messages={"invalid_choice": "Choose one of these projects of other hubs."},
    )
    reason = WritingField(
        label="Why it is offered all the same",
        help_text="Only where a check says not eligible, and only by a hub lead. It stays in the trail; "
        "the school does not see it.",
        asks="",
        rows=2,
        required=False,
    )
    words = WritingField(
        label="What you say to the school",
        help_text="Why you offer this instead. It goes into the email as you write it.",
        asks="Write to the school why you offer this instead: it reads it.",
    )
    answer_by = DayField(
        label="Answer by the end of which day?",
        help_text="Like 5 March 2027. The school is reminded; without an answer you go on with its application.",
        error_messages={"required": "Enter the day by which the school answers, like 5 March 2027."},
    )

    def __init__(self, *args, own: list[Choice], elsewhere: list[Elsewhere], typed: dict | None = None, **kwargs):
        usual = {"answer_by": day(timezone.localdate() + USUAL_TIME)}
        super().__init__(*args, typed={**usual, **(typed or {})}, move="alternative", **kwargs)
        self.own, self.far = own, elsewhere
        self.offered = {}
        for choice in (choice for choice in own if not choice.why_not):
            if not choice.is_same:
                self.offered[str(choice.opening.pk)] = (choice.opening, None)
            self.offered |= {key: (choice.opening, group) for key, group in choice.seats}
        self.fields["what"].choices = [(key, key) for key in (*self.offered, ELSEWHERE)]
        self.fields["elsewhere"].choices = [("", "Choose one"), *(self._of(each) for each in elsewhere)]

    @property
    def fitting(self) -> list[Choice]:
        return [choice for choice in self.own if choice.outcome != Outcome.NOT_ELIGIBLE]

    @property
    def unfit(self) -> list[Choice]:
        return [choice for choice in self.own if choice.outcome == Outcome.NOT_ELIGIBLE]

    @property
    def is_unfit_chosen(self) -> bool:
        opening = str(self["what"].value() or "").partition("-")[0]
        return opening in {str(choice.opening.pk) for choice in self.unfit}

    def _of(self, each: Elsewhere) -> tuple:
        label = f"{each.project.title}, {each.project.academic_year}: {Outcome(each.outcome).label.lower()}"
        return label, [(str(opening.pk), str(opening.hub)) for opening in each.openings]

    def clean(self):
        found = super().clean()
        if found.get("what") == ELSEWHERE and not found.get("elsewhere") and "elsewhere" not in self.errors:
            self.add_error("elsewhere", "Choose a project of another hub.")
        return found

    def decided(self) -> dict:
        """What `preparing.prepare` takes."""
        found = self.cleaned_data
        if found["what"] == ELSEWHERE:
            openings = {str(opening.pk): opening for each in self.far for opening in each.openings}
            opening, group = openings[found["elsewhere"]], None
        else:
            opening, group = self.offered[found["what"]]
        kept = {"answer_by": found["answer_by"], "words": found["words"], "reason": found["reason"]}
        return {"kind": "alternative", "opening": opening, "group": group, **kept}

    def typed(self) -> dict[str, str]:
        names = ("what", "elsewhere", "answer_by", "words", "reason")
        return {name: self.data[name] for name in names if name in self.data}


class DeclineAlternativeForm(forms.Form):
    reason = Reason(
        label="Why does it not suit your school?",
        help_text="The hub reads it. It helps the hub to find what fits.",
        asks="Write why the alternative does not suit your school: the hub reads it.",
        rows=3,
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="decline_%s")
