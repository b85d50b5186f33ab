"""Which heading of the register's file goes into which field of a School, and how its values are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from schools.models import LocalAuthority, School, Trust

REMEMBERED = 20_000
# Stands for no value, in columns that are no text: unprintable, so that no value can be it.
NOTHING = "\x01"
NO_AUTHORITY = "000"


class Unreadable(ValueError):
    """A value that cannot be stored; its text says why, and the row is refused."""


@dataclass(frozen=True)
class Column:
    """A heading, the name of its value while loading, and the reader of its cells."""

    heading: str
    name: str
    read: Callable[[str], str]
    required: bool = False
    # Nearly every cell is another one, so that remembering them only takes memory.
    varied: bool = False
    # Characters of a text that only has to fit.
    longest: int | None = None


def text(longest: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        cell = cell.strip()
        if not cell.isprintable():
            cell = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
        if len(cell) > longest:
            raise Unreadable(f"has {len(cell)} characters, more than {longest}")
        return cell

    return read


def code(digits: int, longest: int) -> Callable[[str], str]:
    """A code of at least so many digits: leading noughts are put back where a spreadsheet took them."""
    plain = text(longest)

    def read(cell: str) -> str:
        cell = plain(cell)
        return cell.zfill(digits) if cell else ""

    return read


def number(most: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        cell = cell.strip().removesuffix(".0")
        if not cell:
            return NOTHING
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10 and int(cell) <= most):
            raise Unreadable(f"“{cell[:40]}” is not a whole number from 0 to {most:,}")
        return cell

    return read


def day(cell: str) -> str:
    """A date as the database takes it, from 31-12-2026 (or 31/12/2026, as a spreadsheet leaves it)."""
    cell = cell.strip()
    if not cell:
        return NOTHING
    parts = cell.replace("/", "-").split("-")
    try:
        d, m, y = (int(part) for part in parts)
        return date(y, m, d).isoformat()
    except ValueError:
        raise Unreadable(f"“{cell[:40]}” is not a date like 31-12-2026") from None


def urn(cell: str) -> str:
    cell = cell.strip()
    if not (cell.isascii() and cell.isdigit() and 5 <= len(cell) <= 7 and cell[0] != "0"):
        raise Unreadable(f"“{cell[:40]}” is not a URN of 6 digits")
    return cell


def status(cell: str) -> str:
    cell = cell.strip().lstrip("0")
    if cell not in School.RegisterStatus.values:
        raise Unreadable(f"“{cell[:40]}” is not a status the register knows (1 to 4)")
    return cell


def authority(cell: str) -> str:
    found = code(3, _longest(LocalAuthority, "code"))(cell)
    return "" if found == NO_AUTHORITY else found


def postcode(cell: str) -> str:
    found = " ".join(text(_longest(School, "postcode"))(cell).upper().split())
    return found if " " in found or len(found) < 5 else f"{found[:-3]} {found[-3:]}"


def phase(cell: str) -> str:
    found = text(_longest(School, "phase_code"))(cell)
    return found.lstrip("0") or "0" if found else ""


def _longest(model, field: str) -> int:
    return model._meta.get_field(field).max_length


def _text(heading: str, field: str, model=School, name: str = "", **options) -> Column:
    longest = _longest(model, field)
    return Column(heading, name or field, text(longest), longest=longest, **options)


# Where a file has both of a pair, the code decides and the name goes with it.
COLUMNS = (
    Column("URN", "urn", urn, required=True, varied=True),
    _text("EstablishmentName", "name", required=True, varied=True),
    Column("EstablishmentStatus (code)", "register_status", status, required=True),
    Column("TypeOfEstablishment (code)", "type_code", code(2, 3)),
    _text("TypeOfEstablishment (name)", "type_name"),
    _text("EstablishmentTypeGroup (code)", "type_group_code"),
    Column("PhaseOfEducation (code)", "phase_code", phase),
    _text("PhaseOfEducation (name)", "phase_name"),
    Column("StatutoryLowAge", "low_age", number(99)),
    Column("StatutoryHighAge", "high_age", number(99)),
    Column("LA (code)", "authority_code", authority),
    _text("LA (name)", "name", LocalAuthority, "authority_name"),
    Column("EstablishmentNumber", "establishment_number", code(4, 4)),
    _text("UKPRN", "ukprn", varied=True),
    _text("Trusts (code)", "code", Trust, "trust_code"),
    _text("Trusts (name)", "name", Trust, "trust_name"),
    _text("DistrictAdministrative (code)", "district_code"),
    _text("DistrictAdministrative (name)", "district_name"),
    _text("Street", "street", varied=True),
    _text("Locality", "locality"),
    _text("Address3", "address3"),
    _text("Town", "town"),
    _text("County (name)", "county"),
    Column("Postcode", "postcode", postcode, varied=True),
    Column("Easting", "easting", number(9_999_999), varied=True),
    Column("Northing", "northing", number(9_999_999), varied=True),
    _text("TelephoneNum", "telephone", varied=True),
    _text("SchoolWebsite", "website", varied=True),
    Column("NumberOfPupils", "pupils", number(999_999)),
    Column("OpenDate", "opened_on", day),
    Column("CloseDate", "closed_on", day),
    Column("LastChangedDate", "register_date", day),
)
REQUIRED = [column.heading for column in COLUMNS if column.required]


def reader(column: Column) -> Callable[[Sequence[str]], list[str]]:
    """A function from many cells of the column to their values; quick, because a register has a million cells.

    Raises Unreadable where any of them cannot be read. What repeats itself is read once; each file starts anew.
    """
    if not column.varied:
        remembered = lru_cache(REMEMBERED)(column.read)
        return lambda cells: list(map(remembered, cells))
    if column.longest is None:
        return lambda cells: list(map(column.read, cells))

    def read(cells: Sequence[str]) -> list[str]:
        stripped = list(map(str.strip, cells))
        if max(map(len, stripped)) <= column.longest and "".join(stripped).isprintable():
            return stripped
        return list(map(column.read, cells))

    return read
