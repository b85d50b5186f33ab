"""Questions of a hub that a school has not answered: reminded of two working days before the day, and on it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from applications import letters
from applications.models import MoreAsked
from hubs.reminders.types import Asked, Kind, Wanted
from journal.clock import day as in_words

_LOOK_AHEAD = timedelta(days=60)  # a day in the summer holidays is reminded of before them


def more_asked(asked: Asked) -> Iterator[Wanted]:
    """To those who were asked: the contact on the form and, where nobody signed in to begin it, who began it."""
    rows = MoreAsked.objects.unanswered().filter(due__range=(asked.first, asked.last + _LOOK_AHEAD))
    rows = asked.of_hubs(rows, "application__hub")
    for row in rows.select_related("application__hub", "application__school", "application__project"):
        days = row.reminders(asked.days)
        after = [*days[1:], row.due + timedelta(days=1)]
        for day, until in zip(days, after, strict=True):
            for email in letters.addresses(row.application):
                yield _about(row, email, day=day, until=timezone.make_aware(datetime.combine(until, time())))


def _about(row: MoreAsked, email: str, **when) -> Wanted:
    application, due = row.application, in_words(row.due)
    return Wanted(
        hub=application.hub,
        subject=application,
        occasion=f"{row.pk}-{row.due}-{when['day']}",
        to=email.lower(),
        **when,
        title=f"{application.hub} waits for your answer by {due}",
        why=f"It asked {application.school} about the application {application.reference}, and decides once it has "
        f"your answer. Answer by {due}.",
        path=reverse("apply:more", args=[application.reference]),
        button="Answer the questions",
        reason=f"{application.hub} asked {application.school} about the application {application.reference}. "
        f"It waits for the school’s answer by {due}.",
        authority=application.school.authority_id,
    )


MORE_ASKED = Kind(
    "more-asked",
    "Questions of a hub that wait for an answer",
    for_school=True,
    find=more_asked,
    necessary="the hub has asked you, and cannot go on without your answer.",
)
