"""What the rules ask of history, kept in memory while stories are written in the order they happened.

The same answers as `applications.facts` finds by queries: a test compares the two.
"""

from collections import defaultdict
from datetime import datetime

from applications.continuing import LastYear, put_together
from applications.eligibility import Asked, Past
from applications.models import Status
from demo.stories import Story
from schools.models import SchoolLink
from workgroups.going_on import GOES_ON_FROM, is_next
from workgroups.models import Place


class History:
    def __init__(self, links: list[SchoolLink]):
        self.before: dict[int, list[int]] = defaultdict(list)
        for link in links:
            self.before[link.successor_id].append(link.predecessor_id)
        self.told: dict[int, list[Story]] = defaultdict(list)
        self.groups: dict[int, list[Story]] = defaultdict(list)

    def add(self, story: Story) -> None:
        """From now on the story is known, each of its steps from its own moment on."""
        self.told[story.school.pk].append(story)
        if story.group:
            self.groups[id(story.group)].append(story)

    def of(self, story: Story) -> dict:
        """`history` and `asked` as they were when the story was sent."""
        known = [other for school in self._lineage(story.school.pk) for other in self.told[school]]
        placed = [other for other in known if other.group and other.decided < story.sent]
        return {
            "history": tuple(Past(p.edition.kind, p.edition.year, p.school.name) for p in placed),
            "asked": tuple(
                Asked(other.edition.kind, elsewhere=other.hub is not story.hub)
                for other in known
                if _stands(other, story)
            ),
        }

    def last_year(self, story: Story) -> LastYear | None:
        """What the story's draft takes over, as `continuing.from_history` finds it: all applicants act for theirs."""
        if story.edition.kind not in GOES_ON_FROM:
            return None
        lineage = self._lineage(story.school.pk)
        earlier = [one for school in lineage for one in self.told[school] if _is_earlier(one, story)]
        earlier.sort(key=lambda one: one.edition.year)
        places = [Place(group=one.group, project=one.edition) for one in earlier]
        last = next((place for place in reversed(places) if is_next(place.project, story.edition)), None)
        if last is None:
            return None
        journey = [one.answers for one in earlier if one.edition.kind in GOES_ON_FROM["sustaining"]]
        members = sorted(one.school.name for one in self.groups[id(last.group)] if one.school.pk not in lineage)
        return put_together(last, places, members, journey[-1] if journey else {})

    def _lineage(self, school: int) -> list[int]:
        """The school and all it carries on from."""
        found, edge = [], [school]
        while edge:
            found += edge
            edge = [key for heir in edge for key in self.before.get(heir, []) if key not in found]
        return found


def _stands(other: Story, story: Story) -> bool:
    """The other asks for a project of the same year, and was not declined, when this one was sent."""
    if other.edition.year != story.edition.year or not _is_before(other.sent, story.sent):
        return False
    return not (other.status == Status.DECLINED and _is_before(other.decided, story.sent))


def _is_earlier(other: Story, story: Story) -> bool:
    """The other had a place on the primary journey in a year before."""
    return bool(other.group) and other.edition.kind != "secondary" and other.edition.year < story.edition.year


def _is_before(moment: datetime | None, other: datetime) -> bool:
    return moment is not None and moment < other
