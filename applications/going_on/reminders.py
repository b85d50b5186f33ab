"""Schools that have not said whether they go on: reminded before the day to answer by, on it, and a week after."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from applications.going_on.models import Continuation
from hubs.reminders.types import Asked, Kind, Wanted
from journal.clock import day as in_words

_AROUND = timedelta(days=60)  # a day in the summer holidays is reminded of before them


def unanswered(asked: Asked) -> Iterator[Wanted]:
    """To the address that was asked."""
    rows = Continuation.objects.unanswered()
    rows = asked.of_hubs(rows.filter(answer_by__range=(asked.first - _AROUND, asked.last + _AROUND)), "group__hub")
    for one in rows.select_related("group__hub", "group__project", "school"):
        days = one.reminders(asked.days)
        after = [*days[1:], days[-1] + timedelta(days=7)] if days else []
        for day, until in zip(days, after, strict=True):
            if not one.group.project.is_over(day):
                yield _about(one, day=day, until=timezone.make_aware(datetime.combine(until, time())))


def _about(one: Continuation, **when) -> Wanted:
    group, by = one.group, in_words(one.answer_by)
    is_late = when["day"] > one.answer_by
    asks = f"It asked for your answer by {by}, and still takes it." if is_late else f"It asks for your answer by {by}."
    return Wanted(
        hub=group.hub,
        subject=one,
        occasion=f"{one.answer_by}-{when['day']}",
        to=one.email,
        **when,
        title=f"Does {one.school.name} go on with its Work Group?",
        why=f"{group.hub} keeps a place for {one.school} in {group.name}, for {group.project.title}, "
        f"{group.project.academic_year}. {asks} Last year’s answers are there already. "
        "The link in the email with the question works too.",
        path=reverse("apply:continue", args=[one.pk]),
        button="Go on, or say no",
        authority=one.school.authority_id,
    )


UNANSWERED = Kind(
    "continuing-unanswered",
    "Places in next year’s group that wait for your school to confirm",
    for_school=True,
    find=unanswered,
    necessary="a place is kept for your school, and your hub does not know whether it goes on.",
)
