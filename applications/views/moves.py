"""The moves of the desk as the page of an application offers them: form, verb, and what is said when it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from applications import placement, reviewing
from applications.deciding import alternatives, passing
from applications.deciding.offering import send_offer_again
from applications.deciding.pass_on_forms import TakeBackForm
from applications.decisions import DeclineForm, MoveForm, NoteForm, PlaceForm, ReopenForm


@dataclass(frozen=True)
class Move:
    """A move as the page offers it: its form, the verb it calls, and what is said when it is done."""

    form: type[MoveForm]
    act: Callable
    said: str


MOVES = {
    "take_on": Move(
        MoveForm,
        lambda form, by: reviewing.take_on(form.application, by=by, seen=form.drawn_from()),
        "You have taken on {school}.",
    ),
    "place": Move(
        PlaceForm,
        lambda form, by: placement.place(
            form.application,
            group=form.chosen_group(),
            reason=form.cleaned_data.get("reason", ""),
            over=form.cleaned_data.get("over", ""),
            by=by,
            seen=form.drawn_from(),
        ),
        "{school} is placed in {group}. The school gets an email now.",
    ),
    "decline": Move(
        DeclineForm,
        lambda form, by: reviewing.decline(
            form.application, reason=form.cleaned_data["reason"], by=by, seen=form.drawn_from()
        ),
        "{school} is declined. The school gets an email with your reason now.",
    ),
    "reopen": Move(
        ReopenForm,
        lambda form, by: reviewing.reopen(
            form.application, reason=form.cleaned_data["reason"], by=by, seen=form.drawn_from()
        ),
        "{school} is open again and yours to decide. The school gets an email now.",
    ),
    "send_offer": Move(
        MoveForm,
        lambda form, by: send_offer_again(form.application, by=by),
        "The offer is on its way to {school} again. The link before opens nothing now.",
    ),
    "send_alternative": Move(
        MoveForm,
        lambda form, by: alternatives.send_again(form.application, by=by),
        "The alternative is on its way to {school} again. The link before opens nothing now.",
    ),
    "send_question": Move(
        MoveForm,
        lambda form, by: passing.send_again(form.application, by=by),
        "The question is on its way to {school} again. The link before opens nothing now.",
    ),
    "keep": Move(
        TakeBackForm,
        lambda form, by: passing.take_back(form.application, reason=form.cleaned_data["reason"], by=by),
        "You ask {school} no more: the application stays with you. The school gets an email now.",
    ),
    "note": Move(
        NoteForm,
        lambda form, by: reviewing.add_note(form.application, text=form.cleaned_data["text"], by=by).application,
        "Your note is saved.",
    ),
}
