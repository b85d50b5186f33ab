"""The schools of a group, as those who may go on next year: who they are today, and why one of them cannot."""

from dataclasses import dataclass

from applications import eligibility, facts
from applications.models import Application
from applications.workflow import NOT_SENT
from journal.clock import day
from journal.models import Event
from schools.lineage import lineages, today_of
from schools.models import School, SchoolRole
from workgroups.models import Place, Project, WorkGroup

Kind = SchoolRole.Kind
FIRST_TOLD = [Kind.HEADTEACHER, Kind.MATHS_LEAD, Kind.OFFICE, Kind.TEACHER]
LEFT = "gave up the place"  # as `places.MOVES` calls it: a seat that was only kept is no year in the group


@dataclass(frozen=True)
class Candidate:
    """One school of last year's group. `why_not` is empty where it can be asked; `sent` is what it has sent itself."""

    earlier: Place
    school: School  # the one that carries it on today (U3)
    email: str
    said: tuple[str, ...] = ()
    why_not: str = ""
    left: bool = False
    sent: Application | None = None

    @property
    def is_usual(self) -> bool:
        """Whether its box is ticked at first."""
        return not (self.why_not or self.left)


def candidates(group: WorkGroup, project: Project) -> list[Candidate]:
    """All schools that took part in the group, by name; a fixed number of queries and one a step of the lineages."""
    rows = _took_part(group)
    today = today_of(place.school for place in rows)
    schools = {school.pk: school for school in today.values()}
    known = _Known(group, project, list(schools.values()))
    found, seen = [], {}
    for place in sorted(rows, key=lambda place: place.status != Place.Status.HELD):
        school = today[place.school_id]
        said, left = _said(place, school), place.status != Place.Status.HELD
        why_not = f"It goes on together with {seen[school.pk]}." if school.pk in seen else known.why_not(school)
        seen.setdefault(school.pk, place.school.name)
        email = known.address(place, school)
        found.append(Candidate(place, school, email, said, why_not, left, known.sent.get(school.pk)))
    return sorted(found, key=lambda one: (one.earlier.school.name, one.earlier.pk))


def _took_part(group: WorkGroup) -> list[Place]:
    """Places held, and given up after they were held; `left_on` says when."""
    places = Place.objects.filter(group=group).exclude(status=Place.Status.RESERVED)
    places = list(places.select_related("school__authority", "application"))
    label, keys = Place._meta.label_lower, [str(place.pk) for place in places]
    ends = Event.objects.filter(subject=label, subject_key__in=keys, kind=LEFT).values_list("subject_key", "at")
    left = dict(ends)
    for place in places:
        place.group = group
        place.left_on = left.get(str(place.pk))
    return [place for place in places if place.status == Place.Status.HELD or place.left_on]


def _said(place: Place, school: School) -> tuple[str, ...]:
    said = []
    if place.left_on:
        said.append(f"It left the group on {day(place.left_on)}.")
    if school.pk != place.school_id:
        said.append(f"It is carried on by {school.name}.")
    return tuple(said)


class _Known:
    """What stands in the way of each school, and where it can be written to; read once for all of them."""

    def __init__(self, group: WorkGroup, project: Project, schools: list[School]):
        self.project, self.hub = project, group.hub
        lines = lineages(school.pk for school in schools)
        self.of = {key: school for school, line in lines.items() for key in line}
        sent = Application.objects.sent_to(group.hub).filter(project=project, school__in=self.of)
        self.sent = {self.of[row.school_id]: row for row in sent.exclude(status__in=NOT_SENT)}
        kept = Place.objects.filter(project=project, school__in=self.of, status=Place.Status.RESERVED)
        self.kept = {self.of[key] for key in kept.values_list("school", flat=True)}
        self.facts = facts.of_schools(schools, kind=project.kind, year=project.year, hub=group.hub_id)
        roles = SchoolRole.objects.current().filter(school__in=schools, user__is_active=True).select_related("user")
        self.roles = sorted(roles, key=lambda role: (FIRST_TOLD.index(role.kind), role.pk))

    def why_not(self, school: School) -> str:
        if not school.is_open:
            return "It is not open, and no other school carries it on."
        if school.pk in self.sent:
            return f"It has applied for this itself: {self.sent[school.pk].get_status_display().lower()}."
        if school.pk in self.kept:
            return "A seat of this project is kept for it already."
        fit = next(fit for fit in eligibility.fitting(self.facts[school.pk]) if fit.kind == self.project.kind)
        return "" if fit.fits else fit.reason

    def address(self, place: Place, school: School) -> str:
        """Of what the school sent last year, else of somebody who acts for it today; empty where nobody is known."""
        application = getattr(place, "application", None)
        if application:
            return application.contact_email.lower()
        return next((role.user.email.lower() for role in self.roles if role.school_id == school.pk), "")
