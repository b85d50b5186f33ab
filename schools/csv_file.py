"""Small CSV files of areas, read line by line, or refused with every fault named by its line."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from schools.models import LocalAuthority, School

MOST_BYTES = 500_000
MOST_ERRORS = 20


class FileError(Exception):
    """The file was not loaded. `errors` are sentences, each with its line where there is one."""

    def __init__(self, errors: list[str]):
        super().__init__("\n".join(errors))
        self.errors = errors


def refuse(errors: list[str]) -> None:
    """Raises FileError with the faults found, at most 20; nothing where there are none."""
    if errors:
        more = len(errors) - MOST_ERRORS
        raise FileError(errors[:MOST_ERRORS] + ([f"And {more} more."] if more > 0 else []))


def lines(content: bytes, needed: tuple[str, ...]) -> Iterator[tuple[int, dict]]:
    """Each row as its line's number and its cells by heading; raises FileError for what is no such file."""
    if len(content) > MOST_BYTES:
        raise FileError(["The file is over 500 kB. A list of areas is far smaller: is it the right file?"])
    if b"\0" in content:
        raise FileError(["The file is not plain text. Save it as CSV and try again."])
    reader = csv.DictReader(io.StringIO(as_text(content), newline=""), strict=True)
    try:
        headings = [heading.strip().lower() for heading in reader.fieldnames or []]
        missing = [name for name in needed if name not in headings]
        if missing:
            raise FileError([f"The first line has no column {' and no column '.join(missing)}."])
        reader.fieldnames = headings
        for cells in reader:
            if None in cells:
                raise FileError([f"Line {reader.line_num}: there are more cells than headings."])
            if None in cells.values():
                raise FileError([f"Line {reader.line_num}: there are fewer cells than headings."])
            yield reader.line_num, {name: value.strip() for name, value in cells.items()}
    except csv.Error as fault:
        raise FileError([f"Line {reader.line_num}: this is not CSV ({fault})."]) from None


def as_text(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


class Places:
    """The register's authorities and districts, read once for a file."""

    def __init__(self):
        self.authorities = {plain(authority.name): authority for authority in LocalAuthority.objects.all()}
        districts = School.objects.exclude(district_code="").order_by().values_list("district_code", flat=True)
        self.districts = set(districts.distinct())

    def of(self, cells: dict, faults: list[str]) -> tuple[dict, str]:
        """What a line's `district_code`, else its `la_name`, stands for: fields of a model, and words for it.

        The fields are `district_code` and `district_name`, or `authority`. What is not known is added to `faults`.
        """
        if cells.get("district_code"):
            code = cells["district_code"].upper()
            if not self._knows_district(code):
                faults.append(f"there is no district {code[:20]}; a code looks like E07000079")
            name = cells.get("district_name", "")[:100]
            return {"district_code": code, "district_name": name}, name or code
        authority = self.authorities.get(plain(cells["la_name"]))
        if authority is None:
            faults.append(f"the register has no authority called “{cells['la_name'][:60]}”")
        return {"authority": authority}, str(authority)

    def _knows_district(self, code: str) -> bool:
        """By the register; a register without the district column leaves only the shape to judge."""
        return code in self.districts if self.districts else bool(re.fullmatch(r"[EW]\d{8}", code, flags=re.ASCII))


def read(content: bytes, needed: tuple[str, ...], understand: Callable) -> list:
    """The rows of a file, each there once; raises FileError with the faults found, at most 20.

    `understand(line, cells, places, errors)` gives a row or None, with its faults among the errors. A row says what
    it is known by (`once`), and how to say that this was there before (`twice`).
    """
    errors: list[str] = []
    rows, seen, places = [], {}, Places()
    for line, cells in lines(content, needed):
        row = understand(line, cells, places, errors)
        if row is None:
            continue
        if row.once in seen:
            errors.append(f"Line {line}: {row.twice} on line {seen[row.once]} already.")
        seen[row.once] = line
        rows.append(row)
    refuse(errors)
    if not rows:
        raise FileError(["The file has headings and no rows."])
    return rows


def plain(name: str) -> str:
    """A name without what differs from file to file: case, punctuation, “, City of”, “ Maths Hub”."""
    name = name.casefold().split(",")[0].replace("&", " and ").removesuffix(" maths hub")
    return " ".join(re.findall(r"[a-z0-9]+", name.replace(".", "").replace("'", "")))


def first_and_last_day(starts: str, ends: str, faults: list[str]) -> tuple[date | None, date | None]:
    """The first day of what is written as `starts`, the last of `ends` if given; faults are added."""
    try:
        first, last = days(starts)[0], days(ends)[1] if ends else None
    except ValueError as fault:
        faults.append(str(fault))
        return None, None
    if last and last < first:
        faults.append("it ends before it starts")
    return first, last


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
