"""Taking a CSV of responses apart, as Google Forms, Microsoft Forms and Excel save it. Pure: bytes in, a table out."""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from journal.moves import Refused

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 2_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000
LONGEST_HEADING = 1_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS_CSV = (
    "In Excel choose File, Save As, “CSV UTF-8”; in Google Sheets choose File, Download, “Comma-separated values”."
)
NOT_CSV = (
    ((b"PK\x03\x04", b"PK\x05\x06"), f"This is an Excel workbook or a zip, not a CSV. {SAVE_AS_CSV}"),
    ((b"\xd0\xcf\x11\xe0",), f"This is an old Excel workbook (.xls), not a CSV. {SAVE_AS_CSV}"),
    ((b"%PDF",), f"This is a PDF, not a CSV. Open the responses as a table first. {SAVE_AS_CSV}"),
    ((b"{\\rtf",), f"This is a document, not a CSV. Open the responses as a table first. {SAVE_AS_CSV}"),
)
A_WEB_PAGE = f"This is a web page saved as CSV. Open the responses themselves. {SAVE_AS_CSV}"
# What stands in answers and not in questions.
ANSWER = re.compile(
    r"^(\S+@\S+\.\S+|\d{5,}|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b.*|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$", re.I
)


class FileError(Refused):
    """The file as a whole cannot be used. `reason` says why, and what to do."""


@dataclass(frozen=True)
class Table:
    """Headings, each different from the others, and (line, cells) of every response, as many cells as headings."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read(data: bytes) -> Table:
    """The table of a file; raises FileError for what is not one, naming the line where it breaks."""
    text = _decoded(data)
    lines = _parsed(text, _separator(text))
    headings = _headings(lines)
    places = [place for place in range(len(headings)) if headings[place] or _has_words(lines[1:], place)]
    if len(places) > MOST_COLUMNS:
        raise FileError(f"The file has {len(places):,} columns, and the most is {MOST_COLUMNS}.")
    rows = [(line, [_cell(cells, place) for place in places]) for line, cells in lines[1:]]
    if not rows:
        raise FileError("The file has headings and no responses below them.")
    if len(rows) > MOST_ROWS:
        raise FileError(f"The file has {len(rows):,} responses, and the most is {MOST_ROWS:,}. Split it in two.")
    return Table(_told_apart([headings[place] or f"Column {place + 1}" for place in places]), rows)


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise FileError(f"The file has {len(data) / 1024**2:.1f} MB, and the most is {LARGEST // 1024**2} MB.")
    if not data.strip():
        raise FileError("The file is empty.")
    for starts, says in NOT_CSV:
        if data.startswith(starts):
            raise FileError(says)
    if data.startswith(UTF16_MARKS):
        text = _or_none(data, "utf-16") or ""
    else:
        text = _or_none(data, "utf-8-sig") or _or_none(data, "cp1252") or ""
    if not text:
        raise FileError(f"The letters in this file cannot be read. {SAVE_AS_CSV}")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileError(f"Line {line:,} holds a NUL byte: this is not a CSV, or it is damaged. {SAVE_AS_CSV}")
    if text.lstrip().startswith("<"):
        raise FileError(A_WEB_PAGE)
    return text.removeprefix("\ufeff")


def _or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _separator(text: str) -> str:
    """The separator that parts the line of headings into most columns."""
    said = re.match(r"sep=(.)\r?\n", text)
    if said and said[1] in SEPARATORS:
        return said[1]
    first = next(iter(csv.reader(io.StringIO(text[:100_000], newline=""))), [])
    columns = {separator: _columns(text, separator) for separator in SEPARATORS}
    best = max(columns, key=columns.get)
    if columns[best] < 2:
        shown = ", ".join(SEPARATORS.values())
        also = " It seems to use bars (|)." if first and first[0].count("|") else ""
        raise FileError(f"We see one column only: its cells are not separated by {shown}.{also} {SAVE_AS_CSV}")
    return best


def _columns(text: str, separator: str) -> int:
    try:
        return len(next((row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row), []))
    except csv.Error:
        return 0


def _parsed(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """(line on which it begins, tidied cells) of every row that is not blank; the first holds the headings."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _says_separator(cells, begins):
                found.append((begins, [_tidy(cell) for cell in cells]))
            _check_cells(cells, begins, found)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FileError(_broken(error, begins, reader.line_num)) from None
    return found


def _says_separator(cells: list[str], line: int) -> bool:
    return line == 1 and cells[0].startswith("sep=")


def _check_cells(cells: list[str], line: int, found: list) -> None:
    if len(found) > 1 and any(cell.strip() for cell in cells[len(found[0][1]) :]):
        raise FileError(
            f"Line {line:,} has {len(cells)} cells, more than the {len(found[0][1])} headings. An answer that holds "
            f"the separator must stand in quotation marks. {SAVE_AS_CSV}"
        )
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            raise FileError(
                f"Line {line:,}, column {place + 1} has {len(cell):,} characters, and the most is {LONGEST_CELL:,}. "
                "A quotation mark before it may not be closed."
            )


def _tidy(cell: str) -> str:
    """Without hidden characters, with one kind of line break."""
    cell = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return "".join(c for c in cell if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def _broken(error: csv.Error, begins: int, ends: int) -> str:
    if "unexpected end" in str(error):
        return f"A quotation mark on line {begins:,} is never closed, or the file was cut short. Save it again."
    if "field larger" in str(error):
        return (
            f"An answer on line {begins:,} is longer than {LONGEST_CELL:,} characters, or its quotation mark is open."
        )
    return f"Line {ends:,}, or one just before it, has a quotation mark too many or too few. Save the file again."


def _headings(lines: list[tuple[int, list[str]]]) -> list[str]:
    if not lines:
        raise FileError("The file is empty: it holds separators and no words.")
    headings = [" ".join(cell.split()) for cell in lines[0][1]]
    if any(ANSWER.match(heading) for heading in headings):
        raise FileError(
            "The first line holds answers, not headings. Keep the line with the questions above the responses."
        )
    if any(len(heading) > LONGEST_HEADING for heading in headings):
        raise FileError(f"A heading has more than {LONGEST_HEADING:,} characters: the first line is not the questions.")
    return headings


def _has_words(rows: list[tuple[int, list[str]]], place: int) -> bool:
    return any(_cell(cells, place) for _, cells in rows)


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _told_apart(headings: list[str]) -> list[str]:
    """A heading that comes again gets a number, like "First name (2)"."""
    seen, found = Counter(), []
    for heading in headings:
        seen[heading.casefold()] += 1
        number = seen[heading.casefold()]
        found.append(heading if number == 1 else f"{heading} ({number})")
    return found
