"""Files as people save them, and files that are none: one clear reason each (5.7)."""

import pytest

from applications.arrivals import reading
from applications.arrivals.reading import FileError, read
from tests.applications.arrivals.conftest import HEADINGS, export

PLAIN = "School,Email\nAsh Lane,a@example.org\n"
WORKBOOK = b"PK\x03\x04" + b"\0" * 50


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_ways_of_saving_a_csv(encoding, separator):
    table = read(export({"school": "St Zoë’s, Ash; “Lane”"}, separator=separator, encoding=encoding))
    assert table.headings == list(HEADINGS)
    ((line, cells),) = table.rows
    assert line == 2
    assert cells[3] == "St Zoë’s, Ash; “Lane”"
    assert cells[8] == "We want every child to love maths.\nWe have a new lead."


def test_lines_are_counted_as_an_editor_shows_them():
    assert [line for line, _ in read(export({}, {}, {})).rows] == [2, 4, 6]


def test_excels_word_on_its_separator_is_heeded():
    assert read(b"sep=;\nSchool;Email\nAsh, Lane;a@example.org\n").rows == [(3, ["Ash, Lane", "a@example.org"])]


def test_blank_lines_and_columns_without_anything_are_left_out():
    table = read(b"School,,Email,\n,,,\nAsh Lane,,a@example.org,\n\n")
    assert (table.headings, table.rows) == (["School", "Email"], [(3, ["Ash Lane", "a@example.org"])])


def test_a_column_without_a_heading_and_one_that_comes_twice_get_names():
    assert read(b"Name,,Name\nAnn,x,Bo\n").headings == ["Name", "Column 2", "Name (2)"]


def test_short_rows_are_filled_up_and_hidden_characters_go():
    assert read("School,Email\nAsh\u0007 Lane\u00a0\n".encode()).rows == [(2, ["Ash Lane", ""])]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty"),
        (b" \r\n \n", "The file is empty"),
        (b",,\n,,\n", "separators and no words"),
        (WORKBOOK, "This is an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 50, "old Excel workbook"),
        (b"%PDF-1.7 ...", "This is a PDF"),
        (b"{\\rtf1\\ansi}", "This is a document"),
        (b"\n<!DOCTYPE html><html>", "web page saved as CSV"),
        (b"\xef\xbb\xbf<html>", "web page saved as CSV"),
        (b"School,Email\nAsh\0Lane,a@example.org\n", "Line 2 holds a NUL byte"),
        (b"School|Email\nAsh Lane|a@example.org\n", "seems to use bars"),
        (b"School\nAsh Lane\n", "one column only"),
        (b"School,Email\n", "no responses below"),
        (b"Ash Lane,a@example.org\nBirch,b@example.org\n", "answers, not headings"),
        (b"05/03/2027 14:22:11,Ash Lane\n06/03/2027 10:00:00,Birch\n", "answers, not headings"),
        (b"School,Email\nAsh, Lane,a@example.org\n", "Line 2 has 3 cells"),
        (b'School,Email\n"Ash Lane,a@example.org\n', "line 2 is never closed"),
        (b'School,Email\n"Ash" Lane,a@example.org\n', "quotation mark too many or too few"),
        (b"School,Email\n" + b"x" * 20_001 + b",a\n", "Line 2, column 1 has 20,001 characters"),
        (b"School,Email\n" + b"x" * 200_000 + b",a\n", "longer than 20,000 characters"),
        (b"x" * 1001 + b",Email\nAsh,a\n", "A heading has more than"),
        (b"School,Email\n" + b"Ash,a\n" * 2001, "2,001 responses, and the most is 2,000"),
        (b",".join(b"h%d" % n for n in range(201)) + b"\n1,2\n", "201 columns"),
        (b"\xff\xfeA", "letters in this file cannot be read"),
        (b"School,Email\n\x81\x8d,a\n", "letters in this file cannot be read"),
        (b"x" * (reading.LARGEST + 1), "the most is 5 MB"),
    ],
)
def test_a_file_that_is_none_says_why(data, says):
    with pytest.raises(FileError) as refused:
        read(data)
    assert says in refused.value.reason


def test_a_plain_file_is_read():
    assert read(PLAIN.encode()).rows == [(2, ["Ash Lane", "a@example.org"])]
