"""The desk's moves as the administration makes them: the same verbs, with their forms."""

from django import forms

from applications import placement, reviewing
from journal.admin_moves import MoveForm, ReasonForm
from workgroups.models import WorkGroup


class PlacingForm(MoveForm):
    group = forms.ModelChoiceField(WorkGroup.objects.none(), label="Work Group")
    reason = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Needed where a check says that the school is not eligible.",
    )
    over = forms.CharField(
        label="Why over capacity",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Needed where the group is full.",
    )

    def __init__(self, data=None, *, about):
        super().__init__(data, about=about)
        groups = placement.groups_for(about)
        field = self.fields["group"]
        field.queryset = WorkGroup.objects.filter(pk__in=[group.pk for group in groups])
        room = {group.pk: group.room_said for group in groups}
        field.label_from_instance = lambda group: f"{group} ({room[group.pk]})"


class DeclineForm(ReasonForm):
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text="The school reads it.",
    )


def _seen(form) -> reviewing.Seen:
    words = form.cleaned_data
    return reviewing.Seen(words["seen"], words["seen_owner"], words["seen_version"])


def take_on(application, by, form) -> str:
    reviewing.take_on(application, by=by, seen=_seen(form))
    return f"You are now the owner of {application}."


def place(application, by, form) -> str:
    words = form.cleaned_data
    against = {"reason": words["reason"], "over": words["over"]}
    placement.place(application, group=words["group"], **against, by=by, seen=_seen(form))
    return f"{application.school} has a place in {words['group']}."


def decline(application, by, form) -> str:
    reviewing.decline(application, reason=form.cleaned_data["reason"], by=by, seen=_seen(form))
    return f"{application} was declined."


def reopen(application, by, form) -> str:
    reviewing.reopen(application, reason=form.cleaned_data["reason"], by=by, seen=_seen(form))
    return f"{application} is open again."
