"""A CSV file of hub areas, read and understood, or refused with every fault named by its line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from hubs.models import Hub
from schools.models import LocalAuthority, School

NEEDED = ("hub", "la_name", "as_at")
MOST_BYTES = 500_000
MOST_ERRORS = 20


class AreaFileError(Exception):
    """The file was not loaded. `errors` are sentences, each with its line where there is one."""

    def __init__(self, errors: list[str]):
        super().__init__("\n".join(errors))
        self.errors = errors


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
    """The rows of a file; raises AreaFileError with the faults found, at most 20."""
    errors: list[str] = []
    rows = []
    seen: dict[tuple, int] = {}
    find = _Finder()
    for line, cells in _lines(content):
        row = _row(line, cells, find, errors)
        if row is None:
            continue
        key = (row.hub.pk, *row.key.values())
        if key in seen:
            errors.append(f"Line {line}: {row.label} is there for {row.hub} on line {seen[key]} already.")
        seen[key] = line
        rows.append(row)
    if errors:
        more = len(errors) - MOST_ERRORS
        raise AreaFileError(errors[:MOST_ERRORS] + ([f"And {more} more."] if more > 0 else []))
    if not rows:
        raise AreaFileError(["The file has headings and no rows."])
    return rows


def _row(line: int, cells: dict, find: "_Finder", errors: list[str]) -> Row | None:
    faults = []
    hub = find.hubs.get(_plain(cells["hub"]))
    if hub is None:
        faults.append(f"there is no hub called “{cells['hub'][:60]}”")
    row = Row(line=line, hub=hub, source=_source(cells))
    if cells.get("district_code"):
        code = cells["district_code"].upper()
        if not find.knows_district(code):
            faults.append(f"there is no district {code[:20]}; a code looks like E07000079")
        row.place = {"district_code": code, "district_name": cells.get("district_name", "")[:100]}
        row.label = cells.get("district_name") or code
    else:
        authority = find.authorities.get(_plain(cells["la_name"]))
        if authority is None:
            faults.append(f"the register has no authority called “{cells['la_name'][:60]}”")
        row.place, row.label = {"authority": authority}, str(authority)
    try:
        row.starts = days(cells["as_at"])[0]
        row.ends = days(cells["ends"])[1] if cells.get("ends") else None
    except ValueError as fault:
        faults.append(str(fault))
    else:
        if row.ends and row.ends < row.starts:
            faults.append("it ends before it starts")
    errors.extend(f"Line {line}: {fault}." for fault in faults)
    return None if faults else row


class _Finder:
    """Hubs, authorities and districts by name, read once for a file."""

    def __init__(self):
        self.hubs = {_plain(hub.name): hub for hub in Hub.objects.all()}
        self.authorities = {_plain(authority.name): authority for authority in LocalAuthority.objects.all()}
        districts = School.objects.exclude(district_code="").order_by().values_list("district_code", flat=True)
        self.districts = set(districts.distinct())

    def knows_district(self, code: str) -> bool:
        """By the register; a register without the district column leaves only the shape to judge."""
        return code in self.districts if self.districts else bool(re.fullmatch(r"[EW]\d{8}", code))


def _plain(name: str) -> str:
    """A name without what differs from file to file: case, punctuation, “, City of”, “ Maths Hub”."""
    name = name.casefold().split(",")[0].replace("&", " and ").removesuffix(" maths hub")
    return " ".join(re.findall(r"[a-z0-9]+", name.replace(".", "").replace("'", "")))


def _source(cells: dict) -> str:
    return " · ".join(part for part in (cells.get("source", ""), cells.get("confidence", "")) if part)


def as_text(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(content: bytes) -> Iterator[tuple[int, dict]]:
    if len(content) > MOST_BYTES:
        raise AreaFileError(["The file is over 500 kB. A list of areas is far smaller: is it the right file?"])
    if b"\0" in content:
        raise AreaFileError(["The file is not plain text. Save it as CSV and try again."])
    reader = csv.DictReader(io.StringIO(as_text(content), newline=""), strict=True)
    try:
        headings = [heading.strip().lower() for heading in reader.fieldnames or []]
        missing = [name for name in NEEDED if name not in headings]
        if missing:
            raise AreaFileError([f"The first line has no column {' and no column '.join(missing)}."])
        reader.fieldnames = headings
        for cells in reader:
            if None in cells:
                raise AreaFileError([f"Line {reader.line_num}: there are more cells than headings."])
            if None in cells.values():
                raise AreaFileError([f"Line {reader.line_num}: there are fewer cells than headings."])
            yield reader.line_num, {name: value.strip() for name, value in cells.items()}
    except csv.Error as fault:
        raise AreaFileError([f"Line {reader.line_num}: this is not CSV ({fault})."]) from None


def days(words: str) -> tuple[date, date]:
    """First and last day of what is written: 2026-09-01, 2026-09, 2026, c2026, 2026/27 or 2026-27 (a school year).

    A second number that can be a month is one, unless a stroke stands before it. Raises ValueError with a sentence.
    """
    match = re.fullmatch(r"c?(20\d\d)(?:([-/])(\d\d)(?:-(\d\d))?)?", words.strip(), flags=re.ASCII)
    if match:
        year, sign, second, day = match.groups()
        year, second, day = int(year), int(second or 0), int(day or 0)
        if second == (year + 1) % 100 and not day and (sign == "/" or second > 12):
            return date(year, 9, 1), date(year + 1, 8, 31)
        if not second:
            return date(year, 1, 1), date(year, 12, 31)
        if second <= 12 and sign == "-":
            return _days_of_month(year, second, day)
    raise ValueError(f"“{words[:40]}” is not a date: write it like 2026-09-01, 2026-09, 2026 or 2026/27")


def _days_of_month(year: int, month: int, day: int) -> tuple[date, date]:
    if day:
        try:
            return date(year, month, day), date(year, month, day)
        except ValueError:
            raise ValueError(f"there is no day {year}-{month:02d}-{day:02d}") from None
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
