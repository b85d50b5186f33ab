"""Makes the demo's data: a made-up register, hubs at work, people, and applications in every state.

The same size and seed give the same data, apart from keys and the day it is made on.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from applications.models import Application, Status
from demo import decisions, going_on, land, passing, people, programme, register
from demo.history import History
from demo.shares import share_out
from demo.shown import Shown, leave_late
from demo.stories import Planner, Story
from demo.write import Edition, Writer
from hubs.models import Hub
from schools.models import LocalAuthority, School, SchoolLink, SchoolRole, Trust, TrustRole
from workgroups.models import Project

MOST_SCHOOLS, MOST_APPLICATIONS = 25_000, 100_000
BATCH = 2000
# Of a hundred schools that could apply, so many do in a year, so that none runs out.
SHARE = 0.8

MORE_TO_PLAN = 11  # at the cast's hub, beside the number asked for: enough for two groups


class NotHere(CommandError):
    """No demo data may be made here; the message says why."""


@dataclass(frozen=True)
class Size:
    """How much to make; `hubs` is how many of the 40 hubs are at work."""

    schools: int = 400
    hubs: int = 6
    applications: int = 150

    def check(self) -> None:
        """Raises NotHere where the numbers do not go together."""
        if not 60 <= self.schools <= MOST_SCHOOLS:
            raise NotHere(f"Choose 60 to {MOST_SCHOOLS:,} schools.")
        if not 2 <= self.hubs <= len(land.HUBS):
            raise NotHere(f"Choose 2 to {len(land.HUBS)} hubs: there are {len(land.HUBS)} in the country.")
        if not 0 <= self.applications <= MOST_APPLICATIONS:
            raise NotHere(f"Choose 0 to {MOST_APPLICATIONS:,} applications.")
        if self.applications > 6 * self.schools:
            raise NotHere(f"{self.schools:,} schools cannot have made {self.applications:,} applications.")


def is_there() -> bool:
    """Whether the demo's cast is there already."""
    return User.objects.filter(email=people.CAST[0].email).exists() and School.objects.exists()


@transaction.atomic
def seed(size: Size, *, number: int = 1, say: Callable[[str], None] = print) -> bool:
    """Make the data, all or none of it; False where the demo's data was there already.

    Raises NotHere outside a demo, and where the database has schools or people of its own.
    """
    if not settings.DEMO:
        raise NotHere("Demo data has people with known passwords. It is only made where DEMO=1 is set.")
    size.check()
    if is_there():
        return False
    if School.objects.exists() or User.objects.exists():
        raise NotHere("There are schools or people in this database already: the demo needs an empty one.")
    _Seeding(size, number, say).run()
    return True


class _Seeding:
    """One run; what one step makes, later steps use."""

    def __init__(self, size: Size, number: int, say: Callable[[str], None]):
        self.size, self.say, self.number = size, say, number
        self.rng = random.Random(number)
        self.now = timezone.now()
        self.today = timezone.localdate()

    def run(self) -> None:
        self.make_schools()
        self.can_apply = self._schools_that_apply()
        self.departments = self._departments()
        self.together: list[School] = []
        self.years = self._years()
        # Before the first story.
        self.since = self.today - (120 + 364 * len(self.years)) * register.DAY
        self.make_hubs()
        stories = self.plan()
        self.make_applicants(stories)
        self.write(stories)
        more = MORE_TO_PLAN if self.size.applications >= Size.applications else 0
        Shown(self.cast, self.desks, self.this_year).show(self.late, to_plan=more)
        self.decide()
        if self.together:
            edition = Project.objects.get(year=self.this_year, kind=Project.Kind.EMBEDDING)
            going_on.show(self._hub_of_the_cast(), self.together, edition, by=self.cast["alice"])

    def decide(self) -> None:
        """The cast's hub has begun to decide."""
        hub = next(hub for hub in self.hubs if hub.slug == people.HUB)
        lead = self.desks[hub.pk].lead
        made = decisions.make(hub, lead) + passing.make(hub, lead)
        self.say(f"{made} decisions and offers at {hub}")

    def make_schools(self) -> None:
        made = register.make_up(self.size.schools, active_hubs=self.size.hubs, today=self.today, rng=self.rng)
        LocalAuthority.objects.bulk_create(made.authorities.values(), ignore_conflicts=True)
        known = {authority.code: authority for authority in LocalAuthority.objects.all()}
        Trust.objects.bulk_create(made.trusts)
        for school in made.schools:
            school.authority, school.trust = known[school.authority.code], school.trust
        School.objects.bulk_create(made.schools, batch_size=BATCH)
        for link in made.links:
            link.predecessor, link.successor = link.predecessor, link.successor
        SchoolLink.objects.bulk_create(made.links, batch_size=BATCH)
        self.schools, self.links = made.schools, made.links
        self.say(
            f"{len(made.schools):,} schools in {len(made.authorities)} authorities and {len(made.trusts):,} trusts"
        )

    def make_hubs(self) -> None:
        self.all_hubs = programme.make_hubs(self.schools)
        programme.make_areas(self.since)
        self.hubs = self.all_hubs[: self.size.hubs]
        by_slug = {hub.slug: hub for hub in self.hubs}
        self.home = self._home_of_the_cast(by_slug[people.HUB])
        self.cast = people.make_cast(by_slug, self.home, self.since)
        self.desks = people.staff(self.hubs, self.cast, self.since, self.rng)
        self.say(f"{len(self.all_hubs)} hubs, {len(self.hubs)} of them at work")

    def _schools_that_apply(self) -> list[School]:
        """Open primary schools that the state pays for, and a few that will be told why they cannot.

        All where hubs are at work.
        """
        eligible, others = [], []
        for school in self._where_hubs_are_at_work():
            fits = school.is_open and school.is_primary and school.is_state_funded
            (eligible if fits else others).append(school)
        return eligible + self.rng.sample(others, k=min(len(others), len(eligible) // 12))

    def _departments(self) -> list[School]:
        """Open secondary schools that the state pays for, and that do not apply as primary schools (Y2)."""
        taken = {school.pk for school in self.can_apply}
        found = [school for school in self._where_hubs_are_at_work() if school.pk not in taken]
        return [school for school in found if school.is_open and school.is_secondary and school.is_state_funded]

    def _where_hubs_are_at_work(self) -> list[School]:
        at_work = {place.code for place in land.LANDS if place.hub in land.HUBS[: self.size.hubs]}
        return [school for school in self.schools if school.authority.code in at_work]

    def _home_of_the_cast(self, hub) -> School:
        """The school of Helen and Bob: in the hub's area, eligible, and not used by any story."""
        codes = {place.code for place in land.LANDS if place.hub == hub.name}
        fitting = (school for school in self.can_apply if school.authority.code in codes)
        home = next((school for school in fitting if school.is_primary and school.is_state_funded), self.can_apply[0])
        self.can_apply.remove(home)
        return home

    def _years(self) -> list[int]:
        """How many applications in each year, this year first; as many years as their number needs, at least two."""
        a_year = max(1, int(len(self.can_apply) * SHARE))
        left = self.size.applications
        years = [min(a_year, left if left < 10 else int(left * 0.7))]
        left -= years[0]
        while left or len(years) < 2:
            years.append(min(a_year, left))
            left -= years[-1]
        return years

    def plan(self) -> list[Story]:
        """Stories of all years, the earliest first, and what they need: editions, openings, Work Groups."""
        editions = programme.make_editions(len(self.years))
        planner = Planner(self.hubs, self.desks, self.now, self.rng)
        self.editions, stories, before = {}, [], []
        self.set_aside(planner)
        for years_ago, by_kind in reversed(list(enumerate(editions))):
            opens = self.now - (90 + 364 * years_ago) * register.DAY
            number = self.years[years_ago]
            schools = share_out(number, self.can_apply, self.departments, before, self.rng)
            before = []
            for kind, edition in by_kind.items():
                openings = programme.openings(self.hubs, edition, self.desks, opens)
                self.editions[edition.pk] = Edition(edition, openings)
                before += planner.plan(edition, schools[kind], len(schools[kind]), years_ago=years_ago)
            stories += before
        stories = self.were_together(planner, editions) + stories
        groups = [group for mine in planner.groups.values() for group in mine]
        programme.save_groups(groups, self.schools, self.cast["wendy"], self.desks, self.rng)
        self.say(f"{len(groups):,} Work Groups in {len(editions)} years of five projects")
        self.this_year = editions[0][Project.Kind.READINESS].year
        self.late = leave_late(stories, self.this_year)
        self.put_in_a_trust(editions[0][Project.Kind.READINESS], stories)
        self.leave_one_for_bob(editions[0][Project.Kind.READINESS], stories)
        return stories

    def set_aside(self, planner: Planner) -> None:
        """Schools of the cast's hub for a group that goes on, beside the number asked for; none in a small demo."""
        if self.size.applications >= Size.applications:
            codes = {code for code, hub in planner.hub_of.items() if hub.slug == people.HUB}
            self.together = going_on.set_aside(self.can_apply, codes)

    def were_together(self, planner: Planner, editions: list[dict]) -> list[Story]:
        if not self.together:
            return []
        edition = editions[1][Project.Kind.DEVELOPMENT]
        return going_on.were_together(planner, edition, self._hub_of_the_cast(), self.together)

    def _hub_of_the_cast(self) -> Hub:
        return next(hub for hub in self.hubs if hub.slug == people.HUB)

    def put_in_a_trust(self, edition: Project, stories: list[Story]) -> None:
        """Three schools of one trust ask the cast's hub for places together; Tina looks after their trust."""
        waits = (Status.SUBMITTED, Status.IN_REVIEW)
        here = [story for story in stories if story.edition == edition and story.hub.slug == people.HUB]
        three = [story for story in here if story.status in waits][:3]
        if len(three) < 2:
            return
        trust = Trust.objects.order_by("pk").first()
        for story, friend in zip(three, [*three[1:], three[0]], strict=True):
            story.school.trust, story.friend = trust, friend.school
        School.objects.filter(pk__in=[story.school.pk for story in three]).update(trust=trust)
        TrustRole.objects.create(user=self.cast["tina"], trust=trust, starts=self.since)

    def leave_one_for_bob(self, edition: Project, stories: list[Story]) -> None:
        """Bob has begun an application to his own hub, to go on with."""
        if stories:
            hub = next(hub for hub in self.hubs if hub.slug == people.HUB)
            lead = self.desks[hub.pk].lead
            began = (self.now - 2 * register.DAY).replace(hour=10, minute=12)
            stories[-1] = Story(len(stories), self.home, edition, hub, Status.DRAFT, began, lead, by=self.cast["bob"])

    def make_applicants(self, stories: list[Story]) -> None:
        """One person for each school that applies, with a role there."""
        applicants: dict[int, User] = {}
        roles = []
        first = {}
        for story in sorted(stories, key=lambda story: story.started):
            first.setdefault(story.school.pk, story)
        for story in first.values():
            user = story.by or people.stranger(self.rng, f"office.{story.school.urn}")
            applicants[story.school.pk] = user
            if story.by is None:
                kind = self.rng.choice(
                    (SchoolRole.Kind.OFFICE, SchoolRole.Kind.HEADTEACHER, SchoolRole.Kind.MATHS_LEAD)
                )
                roles.append(SchoolRole(user=user, school=story.school, kind=kind, starts=story.started.date()))
        new = [role.user for role in roles]
        User.objects.bulk_create(new, batch_size=BATCH)
        people.confirm(new)
        for role in roles:
            role.user = role.user
        SchoolRole.objects.bulk_create(roles, batch_size=BATCH)
        for story in stories:
            story.by = applicants[story.school.pk]

    def write(self, stories: list[Story]) -> None:
        history = History(self.links)
        writer = Writer(self.editions, history, self.can_apply, self.number)
        done = 0
        for written in writer.write(stories):
            done += written
            self.say(f"{done:,} of {len(stories):,} applications")
        if connection.vendor == "postgresql" and done > 10_000:
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {Application._meta.db_table}")
