"""The form that places a group of schools in one step: which of them, into which Work Group, offered or at once."""

import re

from django import forms
from django.utils import timezone

from applications.deciding.forms import USUAL_TIME
from applications.decisions import OverField, PlaceForm, WritingField
from applications.moments import DayField
from applications.reviewing import Seen
from applications.side_by_side import Cluster
from journal.clock import day
from workgroups.places import ONLY_LEAD_OVER

SEEN = re.compile(r"([a-z_]{1,20}):(\d{0,18}):(\d{1,9})")


class TogetherForm(forms.Form):
    """`groups` are the hub's of this project, each with its seats; `pairs` those of the cluster that are kept apart."""

    group = forms.ChoiceField(
        label="Work Group",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a Work Group.", "invalid_choice": "Choose one of these Work Groups."},
    )
    over = OverField()
    reason = WritingField(
        label=PlaceForm.base_fields["reason"].label,
        help_text="Only where you tick a school that a check calls not eligible. "
        "The reason stays on record with your name; no school sees it.",
        asks="",
        rows=3,
        required=False,
    )
    answer_by = DayField(
        label="Answer by the end of which day?",
        required=False,
        help_text="Of the offers. Like 5 March 2027. Not needed where you place at once.",
    )

    def __init__(self, data=None, *, cluster: Cluster, groups: list, leads: bool, pairs=()):
        initial = {"answer_by": day(timezone.localdate() + USUAL_TIME), "group": _likely(cluster, groups)}
        super().__init__(data, initial=initial, auto_id="together_%s", use_required_attribute=False)
        self.members = {m.application.reference: m for m in cluster.members if m.can_be_placed}
        self.groups, self.leads = groups, leads
        self.apart = {frozenset((pair.one_id, pair.other_id)) for pair in pairs}
        self.fields["group"].choices = [(str(group.pk), group.name) for group in groups]
        tightest = min((group.seats_left for group in groups), default=0)
        if not leads or tightest >= len(self.members):
            del self.fields["over"]
        if not leads or all(member.belongs for member in self.members.values()):
            del self.fields["reason"]

    @property
    def why_no_over(self) -> str:
        return "" if self.leads or all(group.seats_left for group in self.groups) else ONLY_LEAD_OVER

    @property
    def ticked(self) -> list[str]:
        """References, those that were sent, else those that belong together and are not kept apart."""
        if self.is_bound:
            return [reference for reference in self.data.getlist("pick") if reference in self.members]
        found: dict[str, int] = {}
        for reference, member in self.members.items():
            key = member.application.pk
            if member.belongs and not any({key, other} in self.apart for other in found.values()):
                found[reference] = key
        return list(found)

    def clean(self):
        found = super().clean()
        if not self.ticked:
            self.add_error(None, "Tick the schools that are placed together.")
        if self.data.get("do") == "prepare" and not found.get("answer_by") and "answer_by" not in self.errors:
            self.add_error("answer_by", "Enter the day by which the schools answer, like 5 March 2027.")
        return found

    def picked(self) -> dict[int, Seen]:
        """Each that was ticked, by its key, with what the page showed of it."""
        return {self.members[one].application.pk: self._seen(one) for one in self.ticked}

    def _seen(self, reference: str) -> Seen:
        found = SEEN.fullmatch(self.data.get(f"seen-{reference}", ""))
        return Seen(found[1], int(found[2]) if found[2] else None, int(found[3])) if found else Seen("", None)

    def decided(self) -> dict:
        """What either verb takes."""
        group = next(group for group in self.groups if str(group.pk) == self.cleaned_data["group"])
        return {"group": group, **{name: self.cleaned_data.get(name, "") for name in ("reason", "over")}}


def _likely(cluster: Cluster, groups: list) -> str:
    """The group in which one of them has a place already, else the only one there is."""
    there = [member.seat.group_id for member in cluster.members if member.seat]
    found = next((group.pk for group in groups if group.pk in there), groups[0].pk if len(groups) == 1 else "")
    return str(found)
