"""The small forms of the desk: each move carries what its page was drawn from, and what the person wrote."""

from django import forms

from applications import judging
from applications.models import Application, Outcome, Status
from applications.reviewing import Seen
from workgroups.places import ONLY_LEAD_OVER

OPEN_AGAIN = "Open this page again before you decide: it did not say what it showed you."
UNSEEN = {"required": OPEN_AGAIN, "invalid_choice": OPEN_AGAIN}


class WritingField(forms.CharField):
    """Several lines of a person's own words."""

    def __init__(self, *, asks: str, most: int = 2000, rows: int = 4, **kwargs):
        super().__init__(max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.error_messages["required"] = asks
        self.error_messages["max_length"] = f"Use at most {most:,} characters."

    def to_python(self, value):
        # Lines end as on the server's own; a NUL is nothing that anybody typed.
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\0", ""))


class MoveForm(forms.Form):
    """What every move sends along: the status, the owner and the version of the answers that its page showed."""

    seen = forms.ChoiceField(choices=Status.choices, widget=forms.HiddenInput, error_messages=UNSEEN)
    seen_owner = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self, data=None, *, application: Application, move: str, groups=(), leads=False, typed: dict | None = None
    ):
        """`leads`: the reader is a hub lead here, who may go beyond the places of a group."""
        drawn_from = {
            "seen": application.status,
            "seen_owner": application.owner_id,
            "seen_version": application.version,
        }
        super().__init__(data, initial={**(typed or {}), **drawn_from}, auto_id=f"{move}_%s")
        self.application = application
        self.groups = groups
        self.leads = leads

    @property
    def why_no_over(self) -> str:
        """The hint beside groups that are full, for who may not go beyond their places."""
        return "" if self.leads or all(group.seats_left for group in self.groups) else ONLY_LEAD_OVER

    def drawn_from(self) -> Seen:
        """What the page showed, so that the verb can tell whether somebody was faster."""
        words = self.cleaned_data
        return Seen(words["seen"], words["seen_owner"], words["seen_version"])

    def typed(self) -> dict[str, str]:
        """What the person chose and wrote, to give back where the move did not happen."""
        return {name: self.data[name] for name in ("group", "reason", "over", "text") if name in self.data}


class OverField(WritingField):
    """Why a group takes one more than its places; only a hub lead reads it, and only where a group is full."""

    def __init__(self):
        super().__init__(
            label="Why a full group takes one more",
            help_text="Only where you choose a group that is full. It stays on record with your name, "
            "beside the group’s number of places.",
            asks="Write why this group takes one more than its places.",
            rows=3,
            required=False,
        )


def needs_no_over(form) -> bool:
    """Whether the field is not for this reader, or no group is full."""
    return not (form.leads and any(not group.seats_left for group in form.groups))


def check_over(form, chosen: str) -> None:
    """An error beside the field where the form showed it and it is empty; else the verb says that the group is full."""
    is_full = any(str(group.pk) == chosen and not group.seats_left for group in form.groups)
    if is_full and "over" in form.fields and "over" in form.data and not form.cleaned_data.get("over"):
        form.add_error("over", form.fields["over"].error_messages["required"])


class PlaceForm(MoveForm):
    group = forms.ChoiceField(
        label="Work Group",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a Work Group.", "invalid_choice": "Choose one of these Work Groups."},
    )
    reason = WritingField(
        label="Why it gets a place all the same",
        help_text="A check says not eligible. The reason stays in the trail; the school does not see it.",
        asks="Write why the school gets a place all the same.",
        rows=3,
    )
    over = OverField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(str(group.pk), group.name) for group in self.groups]
        if self.application.outcome != Outcome.NOT_ELIGIBLE:
            del self.fields["reason"]
        if needs_no_over(self):
            del self.fields["over"]

    def clean(self):
        found = super().clean()
        check_over(self, found.get("group", ""))
        return found

    def chosen_group(self):
        return next(group for group in self.groups if str(group.pk) == self.cleaned_data["group"])


class DeclineForm(MoveForm):
    reason = WritingField(
        label="Reason for declining",
        help_text="The school reads this in an email and on its status page, as you write it.",
        asks="Write the reason: the school reads it.",
    )


class ReopenForm(MoveForm):
    reason = WritingField(
        label="Why you reopen it",
        help_text="It stays in the trail. The school gets an email that says its application is open again.",
        asks="Write why you reopen it: it stays in the trail.",
        rows=3,
    )


class NoteForm(MoveForm):
    text = WritingField(
        label="Add a note",
        help_text="For people of this hub only. No school sees it.",
        asks="Write the note first.",
        most=4000,
        rows=3,
    )


class BulkForm(forms.Form):
    """The one reason that all who are declined together read."""

    reason = WritingField(
        label="Reason for declining, the same for all",
        help_text="Each school reads this in an email and on its status page, as you write it.",
        asks="Write the reason: each school reads it.",
    )

    def __init__(self, data=None, *, what: str):
        super().__init__(data)
        if what != "decline":
            del self.fields["reason"]


class NameField(forms.CharField):
    """What somebody calls a view: one line."""

    def __init__(self, **kwargs):
        super().__init__(label="Name", max_length=60, help_text="Like “Waits for me” or “Stroud, overdue”.", **kwargs)
        self.error_messages |= {"required": "Enter a name.", "max_length": "Use at most 60 characters."}

    def to_python(self, value):
        # What nobody sees or no database keeps is dropped.
        return super().to_python("".join(c for c in str(value or "") if c.isprintable()))


class ViewNameForm(forms.Form):
    name = NameField()


class ViewForm(ViewNameForm):
    whose = forms.ChoiceField(
        label="Who sees it",
        choices=[("mine", "Only you"), ("hub", "Everybody at this hub’s desk")],
        initial="mine",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who sees it.", "invalid_choice": "Choose who sees it."},
    )


class JudgementForm(MoveForm):
    """Judges one check otherwise; carries the judgement that its page showed."""

    seen_judgement = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)


class JudgeForm(JudgementForm):
    outcome = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Say how you judge it.", "invalid_choice": "Choose one of these."},
    )
    reason = WritingField(
        label="Why you judge otherwise",
        help_text="It stays on record with your name, for your hub. The school sees how you judge, not why.",
        asks="Write why you judge otherwise: it stays on record.",
        rows=3,
    )

    def __init__(self, data=None, *, check, typed: dict | None = None, **kwargs):
        """`check` is a `dossier.CheckRow`."""
        shown = check.judged
        start = {"seen_judgement": shown.pk, "outcome": shown.outcome, "reason": shown.reason} if shown else {}
        super().__init__(data, move=f"judge-{check.code}", typed={**start, **(typed or {})}, **kwargs)
        choices = judging.open_outcomes(check.rules)
        self.fields["outcome"].choices = choices
        self.fields["outcome"].label = f"“{check.title}” is"
        if len(choices) == 1:
            self.initial.setdefault("outcome", choices[0][0])

    def typed(self) -> dict[str, str]:
        return {name: self.data[name] for name in ("outcome", "reason") if name in self.data}
