"""Schools that have not said whether their application may be passed on: reminded as of an offer."""

from collections.abc import Iterator

from django.urls import reverse

from applications.deciding.models import PassOn
from applications.deciding.reminders import unanswered
from hubs.reminders.types import Asked, Kind, Wanted
from journal.clock import day


def pass_ons_unanswered(asked: Asked) -> Iterator[Wanted]:
    """To those who were asked: the contact on the form and, without an account, who began it."""
    for question, told in unanswered(asked, PassOn):
        application, by = question.application, day(question.answer_by)
        yield Wanted(
            **told,
            title=f"May {application.hub} pass your application on? Answer by {by}",
            why=f"{application.hub} asks whether {question.to_hub} may have the application of {application.school} "
            f"for {application.project.title}. Say yes or no by the end of {by}: without an answer "
            "it stays where it is. The link in the email with the question works too.",
            path=reverse("apply:pass_on", args=[application.reference]),
            button="Answer the question",
        )


PASS_ONS_UNANSWERED = Kind(
    "pass-on-unanswered",
    "Questions whether your application may be passed on",
    for_school=True,
    find=pass_ons_unanswered,
    necessary="your hub waits for your answer, and your application stays where it is if you do not give one.",
)
