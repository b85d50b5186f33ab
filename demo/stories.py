"""What happens to each made-up application, from the first page to the decision: planned here, written elsewhere."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from applications.models import Status
from demo import land, words
from demo.people import Desk
from demo.programme import unsaved_group
from hubs.models import Hub
from schools.models import School
from workgroups.models import Project, WorkGroup

LONDON = ZoneInfo("Europe/London")
# Of a hundred applications to this year's edition, and to those before, which were all decided.
NOW = ((Status.DRAFT, 14), (Status.SUBMITTED, 24), (Status.IN_REVIEW, 18), (Status.PLACED, 30), (Status.DECLINED, 14))
BEFORE = ((Status.PLACED, 75), (Status.DECLINED, 25))
# How many days before the day of the story's end an application was sent.
DAYS = {
    Status.DRAFT: (1, 20),
    Status.SUBMITTED: (1, 9),
    Status.IN_REVIEW: (5, 24),
    Status.PLACED: (16, 70),
    Status.DECLINED: (16, 70),
}
MOST_GROUPS = 40  # of one hub in one project: 320 seats of a primary one


@dataclass
class Story:
    """One application. Times of what did not happen are None."""

    number: int
    school: School
    edition: Project
    hub: Hub
    status: str
    started: datetime
    lead: User  # of the hub
    by: User | None = None
    sent: datetime | None = None
    owner: User | None = None
    taken_on: datetime | None = None
    decided: datetime | None = None
    decided_by: User | None = None
    group: WorkGroup | None = None
    reason: str = ""  # of declining
    answers: dict = field(default_factory=dict)  # as they were sent
    override: str = ""  # of placing a school that a check calls not eligible
    notes: list[tuple[datetime, User, str]] = field(default_factory=list)
    friend: School | None = None  # the school it names, where it asks for places together

    def place_all_the_same(self, why: str) -> None:
        """Only the hub lead places a school that is not eligible, and says why."""
        self.override, self.decided_by = why, self.lead
        if not self.taken_on:
            self.owner = self.lead

    def leave_unsent(self) -> None:
        """It stays a draft, and nothing that came after happened."""
        self.status, self.notes, self.reason = Status.DRAFT, [], ""
        self.sent = self.owner = self.taken_on = self.decided = self.decided_by = None

    @property
    def order(self) -> datetime:
        return self.sent or self.started


class Planner:
    """Plans stories of one edition after the other, oldest first, and the groups that their places need."""

    def __init__(self, hubs: list[Hub], desks: dict[int, Desk], now: datetime, rng: random.Random):
        self.hubs, self.desks, self.now, self.rng = hubs, desks, now, rng
        by_name = {hub.name: hub for hub in hubs}
        self.hub_of = {place.code: by_name[place.hub] for place in land.LANDS if place.hub in by_name}
        self.groups: dict[tuple[int, int], list[WorkGroup]] = {}
        self.seats: dict[int, int] = {}
        self.made = 0

    def plan(self, edition: Project, schools: list[School], number: int, *, years_ago: int) -> list[Story]:
        """`number` stories, each of another school but for a few that ask a second hub."""
        end = self.now - timedelta(days=364 * years_ago)
        stories, candidates = [], iter(schools)
        placed: set[int] = set()
        for _ in range(number):
            last = stories[-1] if self._asks_a_second_hub(stories) else None
            school = last.school if last else next(candidates)
            hub = self._hub(school, not_this=last.hub if last else None)
            status = self._status(school, hub, edition, BEFORE if years_ago else NOW, placed)
            stories.append(self._story(school, edition, hub, status, end))
        if not years_ago:
            for hub in self.hubs:
                self.new_group(hub, edition)  # one with all its seats free
        return stories

    def _asks_a_second_hub(self, stories: list[Story]) -> bool:
        two = stories[-2:]
        is_second = len(two) == 2 and two[0].school is two[1].school
        return bool(two) and not is_second and len(self.hubs) > 1 and self.rng.random() < 0.03

    def _hub(self, school: School, not_this: Hub | None) -> Hub:
        """The hub of the school's area; a random one now and then, as people do."""
        hub = self.hub_of.get(school.authority.code)
        if hub is None or hub is not_this or self.rng.random() < 0.03:
            others = [other for other in self.hubs if other is not not_this]
            hub = self.rng.choice(others)
        return hub

    def _status(self, school: School, hub: Hub, edition: Project, weights, placed: set[int]) -> str:
        statuses, shares = zip(*weights, strict=True)
        status = self.rng.choices(statuses, shares)[0]
        if status == Status.PLACED:
            if school.pk in placed or self._group(hub, edition) is None:
                return Status.DECLINED
            placed.add(school.pk)
        return status

    def _story(self, school: School, edition: Project, hub: Hub, status: str, end: datetime) -> Story:
        rng, desk = self.rng, self.desks[hub.pk]
        days = rng.randint(*DAYS[status])
        self.made += 1
        story = Story(self.made, school, edition, hub, status, self._at(end, days), desk.lead)
        if status == Status.DRAFT:
            return story
        story.sent = story.started + timedelta(minutes=rng.randint(25, 200))
        if status == Status.SUBMITTED:
            return story
        takes_on = status == Status.IN_REVIEW or rng.random() < 0.7
        if takes_on:
            story.taken_on = self._at(end, days - rng.randint(1, 4))
            story.owner = rng.choice(desk.all)
            if rng.random() < 0.3:
                story.notes = [(story.taken_on + timedelta(minutes=20), story.owner, rng.choice(words.HUB_NOTES))]
        if status in (Status.PLACED, Status.DECLINED):
            story.decided = self._at(end, days - rng.randint(5, 15))
            story.decided_by = rng.choice((desk.lead, desk.lead, desk.assistant))
            story.owner = story.owner or story.decided_by
        if status == Status.PLACED:
            story.group = self._group(hub, edition)
            self.seats[id(story.group)] -= 1
        elif status == Status.DECLINED:
            story.reason = rng.choice(words.DECLINES.get(edition.kind, words.DECLINES[""]))
        return story

    def placed_in(self, group: WorkGroup, school: School, edition: Project, *, years_ago: int) -> Story:
        """The story of a school that got a place in this group; before others of its hub and edition are planned."""
        end = self.now - timedelta(days=364 * years_ago)
        story = self._story(school, edition, group.hub, Status.PLACED, end)
        story.group = group
        return story

    def _at(self, end: datetime, days: int) -> datetime:
        """A moment in working hours, so many days before the end."""
        day = end.astimezone(LONDON) - timedelta(days=days)
        moment = day.replace(
            hour=self.rng.randint(8, 15), minute=self.rng.randint(0, 59), second=self.rng.randint(0, 59)
        )
        return moment.replace(microsecond=self.rng.randint(0, 999_999))

    def _group(self, hub: Hub, edition: Project) -> WorkGroup | None:
        """A group with a seat left, new where all are filled; None where the hub can have no more."""
        mine = self.groups.get((hub.pk, edition.pk), [])
        for group in mine[-2:]:
            if self.seats[id(group)] > _left_free(group):
                return group
        return self.new_group(hub, edition) if len(mine) < MOST_GROUPS else None

    def new_group(self, hub: Hub, edition: Project) -> WorkGroup:
        mine = self.groups.setdefault((hub.pk, edition.pk), [])
        group = unsaved_group(hub, edition, len(mine) + 1, self.rng)
        self.seats[id(group)] = group.capacity
        mine.append(group)
        return group


def _left_free(group: WorkGroup) -> int:
    """Groups keep a seat, but for those of two departments."""
    return 1 if group.capacity > 2 else 0
