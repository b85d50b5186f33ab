"""Term dates of authorities, loaded from a CSV file: all of its rows, or none."""

from dataclasses import dataclass
from datetime import date

from journal import moves
from schools.csv_file import Places, first_and_last_day, read
from schools.loaded import Loaded, load
from schools.models import TermDates

NEEDED = ("la_name", "starts", "ends")


@dataclass
class Row:
    """One line of the file, understood."""

    authority: object
    name: str
    starts: date
    ends: date
    source: str

    @property
    def once(self) -> tuple:
        return self.authority.pk, self.starts

    @property
    def twice(self) -> str:
        return f"{self.authority} has a half term from that day"


def load_term_dates(content: bytes, *, by=None, dry_run: bool = False) -> Loaded:
    """Add the half terms of a CSV file: all of its rows, or none.

    Columns by name, in any order: `la_name`, `starts` and `ends` (2026-09-01), and where wanted `name`, `source`. A
    half term that begins on a day that is known gets the file's last day; what the file does not name stays. Raises
    FileError with every fault found (at most 20).
    """
    return load(read(content, NEEDED, _row), _apply, by=by, dry_run=dry_run)


def _row(line: int, cells: dict, places: Places, errors: list[str]) -> Row | None:
    faults: list[str] = []
    place, _ = places.of({"la_name": cells["la_name"]}, faults)
    starts, ends = first_and_last_day(cells["starts"], cells["ends"], faults)
    if starts and not ends:
        faults.append("it does not say when the half term ends")
    errors.extend(f"Line {line}: {fault}." for fault in faults)
    if faults:
        return None
    return Row(place["authority"], cells.get("name", "")[:60], starts, ends, cells.get("source", "")[:300])


def _apply(row: Row, loaded: Loaded, by) -> None:
    known = TermDates.objects.filter(authority=row.authority, starts=row.starts).first()
    if known is None:
        fields = {"authority": row.authority, "name": row.name, "source": row.source}
        term = TermDates.objects.create(**fields, starts=row.starts, ends=row.ends)
        moves.record(term, "term dates loaded", by=by, note=str(term), starts=str(row.starts), ends=str(row.ends))
        loaded.made += 1
    elif known.ends != row.ends:
        known.ends = row.ends
        known.save(update_fields=["ends"])
        moves.record(known, "term ends on another day", by=by, note=str(known), ends=str(row.ends))
        loaded.ended += 1
    else:
        loaded.unchanged += 1
