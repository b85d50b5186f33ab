"""Offers that a school has not answered: reminded of two working days before the last day, and on it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from applications import letters
from applications.deciding.answerable import Answerable
from applications.deciding.models import Offer
from hubs.reminders.types import Asked, Kind, Wanted
from journal.clock import day as in_words

_LOOK_AHEAD = timedelta(days=60)  # a day in the summer holidays is reminded of before them


def unanswered(asked: Asked, model: type[Answerable]) -> Iterator[tuple[Answerable, dict]]:
    """Each question that waits for its school, for each day and address, with what a reminder says of it."""
    rows = model.objects.unanswered().filter(answer_by__range=(asked.first, asked.last + _LOOK_AHEAD))
    related = ("application__hub", "application__school", "application__project", *model.RELATED)
    for question in asked.of_hubs(rows, "application__hub").select_related(*related):
        days = question.reminders(asked.days)
        after = [*days[1:], question.answer_by + timedelta(days=1)]
        for day, until in zip(days, after, strict=True):
            for email in letters.addresses(question.application):
                yield question, _when(question, day, until, email)


def _when(question: Answerable, day: date, until: date, email: str) -> dict:
    return {
        "hub": question.application.hub,
        "subject": question.application,
        "occasion": f"{question.pk}-{question.answer_by}-{day}",
        "to": email.lower(),
        "day": day,
        "until": timezone.make_aware(datetime.combine(until, time())),
        "authority": question.application.school.authority_id,
    }


def offers_unanswered(asked: Asked) -> Iterator[Wanted]:
    """To those who were told of the offer: the contact on the form and, without an account, who began it."""
    for offer, told in unanswered(asked, Offer):
        application, by = offer.application, in_words(offer.answer_by)
        yield Wanted(
            **told,
            title=f"{application.hub} keeps a place for you until {by}",
            why=f"It offers {application.school} a place in {offer.place.group.name}, for {application.project.title}. "
            f"Accept it or turn it down by the end of {by}: after that it goes to another school. "
            "The link in the email with the offer works too.",
            path=reverse("apply:offer", args=[application.reference]),
            button="Answer the offer",
        )


OFFERS_UNANSWERED = Kind(
    "offer-unanswered",
    "Offers of a place that wait for your answer",
    for_school=True,
    find=offers_unanswered,
    necessary="a place is kept for your school, and goes to another if you do not answer.",
)
