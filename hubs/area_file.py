"""A CSV file of hub areas, read and understood, or refused with every fault named by its line."""

from dataclasses import dataclass, field
from datetime import date

from hubs.models import Hub
from schools.csv_file import FileError, Places, first_and_last_day, lines, plain, refuse

NEEDED = ("hub", "la_name", "as_at")


@dataclass
class Row:
    """One line of the file, understood."""

    line: int
    hub: Hub
    place: dict = field(default_factory=dict)  # what names the authority or the district on HubArea
    starts: date | None = None
    ends: date | None = None
    source: str = ""
    label: str = ""

    @property
    def key(self) -> dict:
        """What tells one area from another: a district's name may change, its code is the district."""
        return {name: value for name, value in self.place.items() if name != "district_name"}


def read(content: bytes) -> list[Row]:
    """The rows of a file; raises FileError with the faults found, at most 20."""
    errors: list[str] = []
    rows = []
    seen: dict[tuple, int] = {}
    hubs, places = {plain(hub.name): hub for hub in Hub.objects.all()}, Places()
    for line, cells in lines(content, NEEDED):
        row = _row(line, cells, hubs, places, errors)
        if row is None:
            continue
        key = (row.hub.pk, *row.key.values())
        if key in seen:
            errors.append(f"Line {line}: {row.label} is there for {row.hub} on line {seen[key]} already.")
        seen[key] = line
        rows.append(row)
    refuse(errors)
    if not rows:
        raise FileError(["The file has headings and no rows."])
    return rows


def _row(line: int, cells: dict, hubs: dict[str, Hub], places: Places, errors: list[str]) -> Row | None:
    faults = []
    hub = hubs.get(plain(cells["hub"]))
    if hub is None:
        faults.append(f"there is no hub called “{cells['hub'][:60]}”")
    row = Row(line=line, hub=hub, source=_source(cells))
    row.place, row.label = places.of(cells, faults)
    row.starts, row.ends = first_and_last_day(cells["as_at"], cells.get("ends", ""), faults)
    errors.extend(f"Line {line}: {fault}." for fault in faults)
    return None if faults else row


def _source(cells: dict) -> str:
    return " · ".join(part for part in (cells.get("source", ""), cells.get("confidence", "")) if part)
