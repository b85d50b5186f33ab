"""Groups, schools and leads as points of a drawing, from the register's eastings and northings."""

from dataclasses import dataclass

from applications.plans.board import Board
from schools.distance import at_of

WIDE, HIGH, EDGE = 640, 390, 30  # below it is the bar of kilometres


@dataclass(frozen=True)
class Mark:
    x: int
    y: int
    name: str
    to_x: int | None = None  # a school's line to its group
    to_y: int | None = None
    number: int = 0  # a group's, as in the table


@dataclass(frozen=True)
class Plot:
    schools: list[Mark]
    groups: list[Mark]
    leads: list[Mark]
    kilometres: int  # how many the bar stands for
    bar: int  # how long it is drawn
    unknown: int  # schools whose coordinates the register does not have


def plot(board: Board) -> Plot | None:
    """None where fewer than two points are known."""
    problem, seats = board.gathered.problem, board.gathered.seats
    leads = {column.group.lead for column in board.columns if column.group.lead}
    homes = {str(lead): at for lead in sorted(leads, key=str) if (at := at_of(lead.home_school))}
    known = [each.at for each in (*problem.schools, *problem.groups) if each.at] + list(homes.values())
    if len(set(known)) < 2:
        return None
    scale = _Scale(known)
    at = {group.key: scale(group.at) for group in problem.groups if group.at and not group.online}
    schools = [Mark(*scale(s.at), s.name, *(at.get(seats.get(s.key)) or (None, None))) for s in problem.schools if s.at]
    groups = [Mark(*at[c.group.pk], c.group.name, number=c.number) for c in board.columns if c.group.pk in at]
    marks = [Mark(*scale(where), name) for name, where in homes.items()]
    return Plot(schools, groups, marks, *scale.bar(), sum(s.at is None for s in problem.schools))


class _Scale:
    """Metres to the drawing's units, the same both ways, north at the top."""

    def __init__(self, points: list[tuple[int, int]]):
        easts, norths = zip(*points, strict=True)
        self.west, self.north = min(easts), max(norths)
        wide, high = max(max(easts) - self.west, 1), max(self.north - min(norths), 1)
        self.unit = min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high)

    def __call__(self, at: tuple[int, int]) -> tuple[int, int]:
        return EDGE + round((at[0] - self.west) * self.unit), EDGE + round((self.north - at[1]) * self.unit)

    def bar(self) -> tuple[int, int]:
        """The largest round number of kilometres that takes at most a third of the width, and its length."""
        for kilometres in (100, 50, 20, 10, 5, 2):
            if kilometres * 1000 * self.unit <= WIDE / 3:
                return kilometres, round(kilometres * 1000 * self.unit)
        return 1, round(1000 * self.unit)
