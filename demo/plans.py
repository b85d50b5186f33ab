"""Enough schools to plan at the cast's hub: they apply for Readiness by the verbs, and some named each other."""

import random

from django.utils import timezone

from accounts.models import User
from applications import spec, workflow
from applications.models import Application
from demo import people
from demo.answers import answers
from demo.decisions import listed
from hubs.models import Hub
from schools.models import School, SchoolRole
from workgroups import groups
from workgroups.models import Project, WorkGroup

SECOND = 4  # places of a second group, so that not everybody has one
LISTED = 2  # who is on the waiting list is planned with the others


def fill(*, by: User, year: int, more: int) -> None:
    """So many more applications, and a second group that meets in one of the hub's schools."""
    hub = Hub.objects.get(slug=people.HUB)
    if not more:
        return
    project = Project.objects.get(kind=Project.Kind.READINESS, year=year)
    schools = [s for s in _schools(hub) if not s.applications.exists() and s.is_primary and s.is_state_funded]
    chosen, rng = schools[:: max(len(schools) // more, 1)][:more], random.Random(more)
    form, codes = spec.form_for(project), list(project.criteria.values_list("code", flat=True))
    made = []
    for place, school in enumerate(chosen):
        friend = chosen[place ^ 1] if place < 4 and len(chosen) >= 4 else None
        made.append(_apply(school, hub, project, form, codes, friend, rng))
    for application in made[4:][-LISTED:]:
        listed(application, by)
    if chosen and WorkGroup.objects.filter(hub=hub, project=project).exists():
        about = {"mode": WorkGroup.Mode.FACE_TO_FACE, "venue": f"{chosen[-1].name}, {chosen[-1].postcode}"}
        groups.set_up(hub=hub, project=project, name="GLOW Readiness in school", capacity=SECOND, by=by, **about)


def _schools(hub: Hub) -> list[School]:
    open_ones = School.objects.open().filter(authority__in=hub.areas.values("authority"), easting__gt=0)
    return list(open_ones.select_related("authority", "trust").order_by("urn"))


def _apply(school: School, hub: Hub, project: Project, form, codes, friend, rng: random.Random) -> Application:
    by = people.stranger(rng, f"office.{school.urn}")
    by.save()
    people.confirm([by])
    SchoolRole.objects.create(user=by, school=school, kind=SchoolRole.Kind.OFFICE)
    together = {"friend": friend or school, "together": friend is not None}
    on = timezone.localdate()
    given = answers(form, codes, {}, school=school, by=by, on=on, seed=rng.getrandbits(48), **together)
    if not friend:
        given["in_group"] = "no"
        given.pop("group_schools", None)
    application = workflow.start(school=school, project=project, hub=hub, by=by)
    workflow.save_page(application, answers=given, by=by)
    return workflow.submit(application, by=by)
