"""Which heading of the register's file goes into which field of a School."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schools.models import LocalAuthority, School, Trust
from schools.register import values
from schools.register.values import Many, One

REMEMBERED = 20_000


@dataclass(frozen=True)
class Column:
    """A heading, the name of its value while loading, and what reads one cell of it.

    `many` reads many at once, where nearly every cell is another one; the cells of other columns are remembered.
    """

    heading: str
    name: str
    read: One
    many: Many | None = None
    required: bool = False


def _longest(model, field: str) -> int:
    return model._meta.get_field(field).max_length


def _text(heading: str, field: str, model=School, name: str = "", *, varied=False, required=False) -> Column:
    longest = _longest(model, field)
    many = values.texts(longest) if varied else None
    return Column(heading, name or field, values.text(longest), many, required)


def _number(heading: str, field: str, most: int, *, varied=False) -> Column:
    return Column(heading, field, values.number(most), values.numbers(most) if varied else None)


# Where a file has both of a pair, the code decides and the name goes with it.
COLUMNS = (
    Column("URN", "urn", values.urn, values.urns, required=True),
    _text("EstablishmentName", "name", varied=True, required=True),
    Column("EstablishmentStatus (code)", "register_status", values.status, required=True),
    Column("TypeOfEstablishment (code)", "type_code", values.code(2, 3)),
    _text("TypeOfEstablishment (name)", "type_name"),
    _text("EstablishmentTypeGroup (code)", "type_group_code"),
    Column("PhaseOfEducation (code)", "phase_code", values.phase),
    _text("PhaseOfEducation (name)", "phase_name"),
    _number("StatutoryLowAge", "low_age", 99),
    _number("StatutoryHighAge", "high_age", 99),
    Column("LA (code)", "authority_code", values.authority(_longest(LocalAuthority, "code"))),
    _text("LA (name)", "name", LocalAuthority, "authority_name"),
    Column("EstablishmentNumber", "establishment_number", values.code(4, 4)),
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
    Column("Postcode", "postcode", values.postcode, lambda cells: None),
    _number("Easting", "easting", 9_999_999, varied=True),
    _number("Northing", "northing", 9_999_999, varied=True),
    _text("TelephoneNum", "telephone", varied=True),
    _text("SchoolWebsite", "website", varied=True),
    _number("NumberOfPupils", "pupils", 999_999, varied=True),
    Column("OpenDate", "opened_on", values.day),
    Column("CloseDate", "closed_on", values.day),
    Column("LastChangedDate", "register_date", values.day),
)
REQUIRED = [column.heading for column in COLUMNS if column.required]


def reader(column: Column) -> Callable[[Sequence[str]], list[str]]:
    """A function from many cells of the column to their values; quick, because a register has a million cells.

    Raises Unreadable where any of them cannot be read. What repeats itself is read once; each file starts anew.
    """
    if column.many is None:
        remembered = lru_cache(REMEMBERED)(column.read)
        return lambda cells: list(map(remembered, cells))
    return lambda cells: column.many(cells) or list(map(column.read, cells))
