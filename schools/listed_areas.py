"""Lists of areas of low social mobility, loaded from a CSV file: all of its rows, or none (R4.4)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from journal import moves
from schools.csv_file import Places, first_and_last_day, plain, read
from schools.loaded import Loaded, load
from schools.models import ListedArea

NEEDED = ("list", "name", "la_name", "starts")
# A list is called by its label, its value, or the label without "area".
KINDS = {
    plain(words): value
    for value, label in ListedArea.Kind.choices
    for words in (label, value.replace("_", " "), label.removesuffix(" area"), f"{label}s")
}


@dataclass
class Row:
    """One line of the file, understood; `place` is what names the authority or the district."""

    kind: str
    name: str
    place: dict = field(default_factory=dict)
    starts: date | None = None
    ends: date | None = None
    source: str = ""

    @property
    def key(self) -> dict:
        """What tells one listed area from another: a district's name may change, its code is the district."""
        return {"kind": self.kind, **{name: value for name, value in self.place.items() if name != "district_name"}}

    @property
    def once(self) -> tuple:
        return tuple(self.key.values())

    @property
    def twice(self) -> str:
        return f"{self.name} is there in the same list"


def load_listed_areas(content: bytes, *, by=None, dry_run: bool = False) -> Loaded:
    """Add the areas of a CSV file: all of its rows, or none.

    Columns by name, in any order: `list` (Opportunity Area, Category 5, Category 6), `name`, `la_name`, `starts`
    (2026-09-01, 2026-09, 2026 or 2026/27), and where wanted `district_code` and `district_name` (then the row is
    about the district), `ends`, `source`. A row that is listed already changes nothing, unless it says when the
    area ends. Areas the file does not name stay. Raises FileError with every fault found (at most 20).
    """
    return load(read(content, NEEDED, _row), _apply, by=by, dry_run=dry_run)


def _row(line: int, cells: dict, places: Places, errors: list[str]) -> Row | None:
    faults = []
    kind = KINDS.get(plain(cells["list"]))
    if kind is None:
        known = ", ".join(ListedArea.Kind.labels)
        faults.append(f"there is no list called “{cells['list'][:60]}”; the lists are {known}")
    place, label = places.of(cells, faults)
    row = Row(kind or "", (cells["name"] or label)[:100], place, source=cells.get("source", "")[:300])
    row.starts, row.ends = first_and_last_day(cells["starts"], cells.get("ends", ""), faults)
    errors.extend(f"Line {line}: {fault}." for fault in faults)
    return None if faults else row


def _apply(row: Row, loaded: Loaded, by) -> None:
    same = ListedArea.objects.filter(**row.key)
    known = same.filter(Q(ends=None) | Q(ends__gte=row.starts)).order_by("starts").first()
    if known is None:
        fields = {**row.key, **row.place}
        area = ListedArea.objects.create(**fields, name=row.name, starts=row.starts, ends=row.ends, source=row.source)
        moves.record(area, "listed", by=by, note=str(area), starts=str(row.starts), source=row.source)
        loaded.made += 1
    elif row.ends and known.ends != row.ends and known.starts <= row.ends:
        known.ends = row.ends
        known.save(update_fields=["ends"])
        moves.record(known, "is listed no more", by=by, note=str(known), ends=str(row.ends))
        loaded.ended += 1
    else:
        loaded.unchanged += 1
