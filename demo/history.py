"""What the rules ask of history, kept in memory while stories are written in the order they happened.

The same answers as `applications.facts` finds by queries: a test compares the two.
"""

from collections import defaultdict
from datetime import datetime

from applications.eligibility import Past
from applications.models import Status
from demo.stories import Story
from schools.models import SchoolLink


class History:
    def __init__(self, links: list[SchoolLink]):
        self.before: dict[int, list[int]] = defaultdict(list)
        for link in links:
            self.before[link.successor_id].append(link.predecessor_id)
        self.told: dict[int, list[Story]] = defaultdict(list)

    def add(self, story: Story) -> None:
        """From now on the story is known, each of its steps from its own moment on."""
        self.told[story.school.pk].append(story)

    def of(self, story: Story) -> dict:
        """`history`, `has_place_this_year` and `applied_elsewhere` as they were when the story was sent."""
        known = [other for school in self._lineage(story.school.pk) for other in self.told[school]]
        placed = [other for other in known if other.group and other.decided < story.sent]
        return {
            "history": tuple(Past(p.edition.kind, p.edition.year, p.school.name) for p in placed),
            "has_place_this_year": any(other.edition is story.edition for other in placed),
            "applied_elsewhere": any(_stands(other, story) for other in known),
        }

    def _lineage(self, school: int) -> list[int]:
        """The school and all it carries on from."""
        found, edge = [], [school]
        while edge:
            found += edge
            edge = [key for heir in edge for key in self.before.get(heir, []) if key not in found]
        return found


def _stands(other: Story, story: Story) -> bool:
    """The other was sent to another hub of the same edition, and not declined, when this one was sent."""
    if other.edition is not story.edition or other.hub is story.hub or not _is_before(other.sent, story.sent):
        return False
    return not (other.status == Status.DECLINED and _is_before(other.decided, story.sent))


def _is_before(moment: datetime | None, other: datetime) -> bool:
    return moment is not None and moment < other
