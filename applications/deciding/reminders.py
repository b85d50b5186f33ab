"""Offers that a school has not answered: reminded of two working days before the last day, and on it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from applications import letters
from applications.deciding.models import Offer
from hubs.reminders.types import Asked, Kind, Wanted
from journal.clock import day as in_words

_LOOK_AHEAD = timedelta(days=60)  # a day in the summer holidays is reminded of before them


def offers_unanswered(asked: Asked) -> Iterator[Wanted]:
    """To those who were told of the offer: the contact on the form and, without an account, who began it."""
    rows = Offer.objects.unanswered().filter(answer_by__range=(asked.first, asked.last + _LOOK_AHEAD))
    rows = asked.of_hubs(rows, "application__hub")
    related = ("application__hub", "application__school", "application__project", "place__group")
    for offer in rows.select_related(*related):
        days = offer.reminders(asked.days)
        after = [*days[1:], offer.answer_by + timedelta(days=1)]
        for day, until in zip(days, after, strict=True):
            for email in letters.addresses(offer.application):
                yield _about(offer, email, day=day, until=timezone.make_aware(datetime.combine(until, time())))


def _about(offer: Offer, email: str, **when) -> Wanted:
    application, by = offer.application, in_words(offer.answer_by)
    return Wanted(
        hub=application.hub,
        subject=application,
        occasion=f"{offer.pk}-{offer.answer_by}-{when['day']}",
        to=email.lower(),
        **when,
        title=f"{application.hub} keeps a place for you until {by}",
        why=f"It offers {application.school} a place in {offer.place.group.name}, for {application.project.title}. "
        f"Accept it or turn it down by the end of {by}: after that it goes to another school. "
        "The link in the email with the offer works too.",
        path=reverse("apply:offer", args=[application.reference]),
        button="Answer the offer",
        authority=application.school.authority_id,
    )


OFFERS_UNANSWERED = Kind(
    "offer-unanswered",
    "Offers of a place that wait for your answer",
    for_school=True,
    find=offers_unanswered,
    necessary="a place is kept for your school, and goes to another if you do not answer.",
)
