"""Alternatives that a school has not answered, or whose form it has not sent: reminded of as offers are."""

from collections.abc import Iterator

from django.urls import reverse

from applications.deciding.models import Alternative
from applications.deciding.reminders import unanswered
from hubs.reminders.types import Asked, Kind, Wanted
from journal.clock import day as in_words


def alternatives_unanswered(asked: Asked) -> Iterator[Wanted]:
    """To those who were told of it: the contact on the form and, without an account, who began it."""
    for alternative, told in unanswered(asked, Alternative):
        yield Wanted(**told, **(_to_complete(alternative) if alternative.became else _to_answer(alternative)))


def _to_answer(alternative: Alternative) -> dict[str, str]:
    application, by = alternative.application, in_words(alternative.answer_by)
    return {
        "title": f"{application.hub} offers you an alternative until {by}",
        "why": f"Instead of {application.project.title} it offers {application.school}: {alternative.what}. Accept or "
        f"decline it by the end of {by}: after that it has run out. The link in the email with it works too.",
        "path": reverse("apply:alternative", args=[application.reference]),
        "button": "Read it and answer",
    }


def _to_complete(alternative: Alternative) -> dict[str, str]:
    made, by = alternative.became, in_words(alternative.answer_by)
    then = ", and the place kept for you goes to another school." if alternative.place else "."
    return {
        "title": f"Complete your application by {by}",
        "why": f"{alternative.application.school} has accepted the alternative: {alternative.what}. It counts once "
        f"its form, {made.reference}, is sent. After {by} it has run out{then}",
        "path": reverse("apply:tasks", args=[made.reference]),
        "button": "Go on with it",
    }


ALTERNATIVES_UNANSWERED = Kind(
    "alternative-unanswered",
    "Alternatives that wait for your answer",
    for_school=True,
    find=alternatives_unanswered,
    necessary="what is offered instead has run out if you do not answer.",
)
