"""Rows as a file that a spreadsheet opens and never runs."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from journal.clock import day

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), full-width twins included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Characters that XML 1.0, and so XLSX, cannot hold.
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_IN_A_CELL = 32_000  # XLSX ends at 32,767
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe(value) -> str:
    """The value as text that no spreadsheet takes for a formula: one that begins like a formula gets a ' before it."""
    text = UNHOLDABLE.sub("", str(value))
    if text.lstrip(" ").startswith(FORMULA):
        text = "'" + text
    return text[:MOST_IN_A_CELL]


def write(kind: str, path: Path, headings: list[str], rows: Iterable[list]) -> int:
    """Write the file; return how many rows it has, headings apart. `rows` is read once."""
    return {CSV: _write_csv, XLSX: _write_xlsx}[kind](path, headings, rows)


def _write_csv(path: Path, headings: list[str], rows: Iterable[list]) -> int:
    number = 0
    # The mark at the front tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow([safe(heading) for heading in headings])
        for number, row in enumerate(rows, start=1):  # noqa: B007  the last one is the answer
            sheet.writerow([_plain(value) for value in row])
    return number


def _plain(value) -> str:
    if value is None:
        return ""
    return day(value) if isinstance(value, date) else str(value) if isinstance(value, int) else safe(value)


def _write_xlsx(path: Path, headings: list[str], rows: Iterable[list]) -> int:
    from openpyxl import Workbook  # noqa: PLC0415  half a second that only an export pays
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Applications")
    sheet.freeze_panes = "B2"
    for number, heading in enumerate(headings):
        sheet.column_dimensions[_letters(number)].width = max(12, min(len(heading) + 4, 40))

    def cell(value):
        if value is None or isinstance(value, (int, date)):
            made = WriteOnlyCell(sheet, value)
            if isinstance(value, date):
                made.number_format = "d mmmm yyyy"
            return made
        made = WriteOnlyCell(sheet, safe(value))
        made.data_type = "s"  # text, whatever it begins with
        return made

    number = 0
    sheet.append([cell(heading) for heading in headings])
    for number, row in enumerate(rows, start=1):  # noqa: B007  the last one is the answer
        sheet.append([cell(value) for value in row])
    with io.BytesIO() as held:
        book.save(held)
        path.write_bytes(held.getvalue())
    return number


def _letters(number: int) -> str:
    """A, B … Z, AA … for the column of that place, from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
