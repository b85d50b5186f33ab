"""How the cells of the register's file are read: one by one, with a reason where it cannot be, or many at once.

What reads many at once is only quicker: it answers None where it would have to look at single cells.
"""

from collections.abc import Callable, Sequence
from datetime import date

from schools.models import School

# Stands for no value, in columns that are no text: unprintable, so that no value can be it.
NOTHING = "\x01"
NO_AUTHORITY = "000"
One = Callable[[str], str]
Many = Callable[[Sequence[str]], list[str] | None]


class Unreadable(ValueError):
    """A value that cannot be stored; its text says why, and the row is refused."""


def text(longest: int) -> One:
    def read(cell: str) -> str:
        cell = cell.strip()
        if not cell.isprintable():
            cell = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
        if len(cell) > longest:
            raise Unreadable(f"has {len(cell)} characters, more than {longest}")
        return cell

    return read


def texts(longest: int) -> Many:
    def read(cells: Sequence[str]) -> list[str] | None:
        stripped = list(map(str.strip, cells))
        return stripped if max(map(len, stripped)) <= longest and "".join(stripped).isprintable() else None

    return read


def code(digits: int, longest: int) -> One:
    """A code of at least so many digits: leading noughts are put back where a spreadsheet took them."""
    plain = text(longest)

    def read(cell: str) -> str:
        cell = plain(cell)
        return cell.zfill(digits) if cell else ""

    return read


def authority(longest: int) -> One:
    """The code of an authority; that of schools which belong to none is no code."""
    plain = code(3, longest)

    def read(cell: str) -> str:
        found = plain(cell)
        return "" if found == NO_AUTHORITY else found

    return read


def number(most: int) -> One:
    def read(cell: str) -> str:
        cell = cell.strip().removesuffix(".0")
        if not cell:
            return NOTHING
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10 and int(cell) <= most):
            raise Unreadable(f"“{cell[:40]}” is not a whole number from 0 to {most:,}")
        return cell

    return read


def numbers(most: int) -> Many:
    digits = len(str(most)) - 1

    def read(cells: Sequence[str]) -> list[str] | None:
        together = "".join(cells)
        plain = not together or (together.isdecimal() and together.isascii())
        return [cell or NOTHING for cell in cells] if plain and max(map(len, cells)) <= digits else None

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


def urns(cells: Sequence[str]) -> list[str] | None:
    together = "".join(cells)
    six = set(map(len, cells)) == {6} and together.isdecimal() and together.isascii()
    return list(cells) if six and min(cells) > "1" else None


def status(cell: str) -> str:
    cell = cell.strip().lstrip("0")
    if cell not in School.RegisterStatus.values:
        raise Unreadable(f"“{cell[:40]}” is not a status the register knows (1 to 4)")
    return cell


def phase(cell: str) -> str:
    found = text(2)(cell)
    return found.lstrip("0") or "0" if found else ""


def postcode(cell: str) -> str:
    if cell[-4:-3] == " " and len(cell) <= 8 and cell.isupper() and cell.isprintable() and cell.count(" ") == 1:
        return cell
    found = " ".join(text(8)(cell).upper().split())
    return found if " " in found or len(found) < 5 else f"{found[:-3]} {found[-3:]}"
