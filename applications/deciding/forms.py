"""Forms of deciding: what the desk prepares and releases, what the school answers."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from applications.afterwards import Reason
from applications.deciding.models import Decision
from applications.decisions import MoveForm, OverField, PlaceForm, WritingField, check_over, needs_no_over
from applications.models import Outcome
from applications.moments import ClockField, DayField, moment_of
from applications.settings_forms import number_field
from journal.clock import day
from journal.moves import Refused

USUAL_TIME = timedelta(days=14)
KINDS = (
    (Decision.Kind.OFFER, "Offer a place in a Work Group, to be accepted by a day"),
    (Decision.Kind.WAITING, "Put on the waiting list"),
    (Decision.Kind.DECLINE, "Decline"),
)


class DecideForm(MoveForm):
    """One decision, to be prepared or made at once. What only an offer needs is asked for only there."""

    kind = forms.ChoiceField(
        label="What you decide",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide.", "invalid_choice": "Choose one of these."},
    )
    group = forms.ChoiceField(
        label="Work Group",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of these Work Groups."},
    )
    answer_by = DayField(
        label="Answer by the end of which day?",
        required=False,
        help_text="Of an offer. Like 5 March 2027. The school is reminded; without an answer the seat is free again.",
    )
    words = WritingField(
        label="What you say to the school",
        help_text="It goes into the email as you write it. Where you decline, it is the reason, and needed.",
        asks="",
        required=False,
    )
    reason = WritingField(
        label=PlaceForm.base_fields["reason"].label,
        help_text=PlaceForm.base_fields["reason"].help_text,
        asks="",
        rows=3,
        required=False,
    )
    over = OverField()

    def __init__(self, *args, typed: dict | None = None, **kwargs):
        usual = {"kind": Decision.Kind.OFFER, "answer_by": day(timezone.localdate() + USUAL_TIME)}
        super().__init__(*args, typed={**usual, **(typed or {})}, move="decide", **kwargs)
        self.fields["group"].choices = [(str(group.pk), group.name) for group in self.groups]
        if self.application.outcome != Outcome.NOT_ELIGIBLE:
            del self.fields["reason"]
        if needs_no_over(self):
            del self.fields["over"]

    def clean(self):
        found = super().clean()
        if found.get("kind") == Decision.Kind.OFFER:
            if not found.get("group") and "group" not in self.errors:
                self.add_error("group", "Choose a Work Group.")
            if not found.get("answer_by") and "answer_by" not in self.errors:
                self.add_error("answer_by", "Enter the day by which the school answers, like 5 March 2027.")
            if "reason" in self.fields and not found.get("reason"):
                self.add_error("reason", "Write why the school gets a place all the same.")
            check_over(self, found.get("group") or "")
        elif found.get("kind") == Decision.Kind.DECLINE and not found.get("words"):
            self.add_error("words", "Write the reason: the school reads it.")
        return found

    def decided(self) -> dict:
        """What `preparing.prepare` takes."""
        found = self.cleaned_data
        group = next((group for group in self.groups if str(group.pk) == found["group"]), None)
        is_offer = found["kind"] == Decision.Kind.OFFER
        return {
            "kind": found["kind"],
            "group": group if is_offer else None,
            "answer_by": found["answer_by"] if is_offer else None,
            "words": found["words"],
            "reason": found.get("reason", "") if is_offer else "",
            "over": found.get("over", "") if is_offer else "",
        }

    def typed(self) -> dict[str, str]:
        names = ("kind", "group", "answer_by", "words", "reason", "over")
        return {name: self.data[name] for name in names if name in self.data}


class ReleaseForm(forms.Form):
    """When the prepared decisions go out; carries what its page showed."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label="When?",
        choices=[("now", "Now"), ("later", "At a day and time")],
        widget=forms.RadioSelect,
        initial="now",
        error_messages={"required": "Choose when.", "invalid_choice": "Choose when."},
    )
    on = DayField(label="Day", required=False, help_text="Like 5 March 2027.")
    at = ClockField(label="Time", required=False, help_text="Like 9am or 3:30pm.")

    def __init__(self, data=None, *, key: str, seen: str = ""):
        super().__init__(data, initial={"seen": seen}, auto_id=f"release_{key}_%s", use_required_attribute=False)

    def clean(self):
        found = super().clean()
        if found.get("when") == "later":
            if not found.get("on") and "on" not in self.errors:
                self.add_error("on", "Enter the day, like 5 March 2027.")
            if not found.get("at") and "at" not in self.errors:
                self.add_error("at", "Enter the time, like 9am.")
        return found

    def due(self) -> datetime | None:
        """The moment; None for now. Raises Refused for one that has passed."""
        found = self.cleaned_data
        if found["when"] == "now":
            return None
        moment = moment_of(found["on"], found["at"])
        if moment <= timezone.now():
            raise Refused("That moment has passed. Choose a later one, or now.")
        return moment


class ReorderForm(forms.Form):
    """To which place of its waiting list one goes, and why."""

    to = number_field(1, 9_999, label="To which place?")
    reason = WritingField(
        label="Why?",
        help_text="It stays on record, for your hub.",
        asks="Write why you change the order: it stays on record.",
        rows=2,
    )

    def __init__(self, data=None, *, key: int):
        self.key = key
        super().__init__(data, auto_id=f"reorder_{key}_%s", use_required_attribute=False)


class SeatsForm(forms.Form):
    """What happens to a seat of this opening that comes free."""

    offers_next = forms.BooleanField(
        label="Offer it to the next on the list at once",
        required=False,
        help_text="Otherwise it waits for you to choose “Offer one to the next that fits”.",
    )
    answer_days = number_field(1, 60, label="How many days the school has to answer")

    def __init__(self, data=None, *, opening):
        self.opening = opening
        drawn = {"offers_next": opening.offers_next, "answer_days": opening.answer_days}
        super().__init__(data, initial=drawn, auto_id=f"seats_{opening.pk}_%s", use_required_attribute=False)


class TurnDownForm(forms.Form):
    reason = Reason(
        label="Why does your school not take the place?",
        help_text="The hub reads it. It helps the hub to plan, and to offer you something that fits better.",
        asks="Write why your school does not take the place: the hub reads it.",
        rows=3,
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="turn_down_%s")
