"""Schools that applied to the cast's hub and are nearer to another: one was passed on, one is asked, one prepared."""

from datetime import timedelta

from django.utils import timezone

from applications import pledging
from applications.deciding import destinations, ending, passing, preparing, releasing
from applications.models import AWAITING, Application
from demo import people
from demo.decisions import count_as_sent
from hubs.models import Hub

WORDS = "The groups of the other hub meet nearer to your school, and it has places."
ANSWER_IN = timedelta(days=12)
MOST_LOOKED_AT = 12


def make(hub: Hub, lead) -> int:
    """How many of the three were made: as far as another hub has opened what was applied for."""
    acts = [_passed_on, _asked, _prepare]
    rows = Application.objects.filter(hub=hub, status__in=AWAITING, judgements=None, revisions=None, notes=None)
    done = 0
    for application in rows.select_related("school", "project", "hub", "started_by").order_by("-id")[:MOST_LOOKED_AT]:
        opening = _opening(application)
        if opening and not ending.prepared(application):
            acts[done](application, opening, lead)
            done += 1
            if done == len(acts):
                break
    count_as_sent()
    return done


def _opening(application: Application):
    """At the cast's other hub, if it takes it; else at the first that does."""
    possible = [each for each in destinations.of(application) if not each.why_not]
    possible.sort(key=lambda each: each.hub.slug != people.OTHER_HUB)
    return possible[0].opening if possible else None


def _prepare(application: Application, opening, lead):
    kept = {"opening": opening, "answer_by": timezone.localdate() + ANSWER_IN, "words": WORDS}
    return preparing.prepare(application, by=lead, kind="pass_on", **kept)


def _asked(application: Application, opening, lead):
    releasing.carry_out(_prepare(application, opening, lead), by=lead)
    return passing.of(application)


def _passed_on(application: Application, opening, lead) -> None:
    passing.agree(_asked(application, opening, lead), by=application.started_by)
    pledging.ask_all()
