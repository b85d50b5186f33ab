"""Files that are not the register, or not all of it: one clear reason each, and nothing stored."""

import io
import resource
import zipfile

import pytest

from schools.models import LocalAuthority, School
from schools.register import RegisterFileError, import_register, source
from tests.schools.conftest import LINKS

pytestmark = pytest.mark.django_db


def refused(tmp_path, content: bytes, **how) -> str:
    """The reason for which a file with this content is refused, having stored nothing."""
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    with pytest.raises(RegisterFileError) as error:
        import_register(path, **how)
    assert not School.objects.exists()
    assert not LocalAuthority.objects.exists()
    return error.value.reason


def test_an_empty_file(tmp_path):
    assert "is empty" in refused(tmp_path, b"")


def test_headings_without_schools(tmp_path, made):
    made.rows = []
    assert "has headings and no schools" in refused(tmp_path, made.bytes())


def test_a_web_page_saved_as_csv(tmp_path):
    assert "is a web page" in refused(
        tmp_path, b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>Service unavailable</body>"
    )


def test_a_file_cut_short_in_the_middle_of_a_row(tmp_path, made):
    assert "ends in the middle of line 31" in refused(tmp_path, made.bytes()[:-90])


def test_a_file_cut_short_between_quotation_marks(tmp_path, made):
    made.rows[-1]["EstablishmentName"] = "Birch Road, Primary"
    cut = made.bytes()
    assert "ends in the middle of line 31" in refused(tmp_path, cut[: cut.rindex(b" Primary")])


def test_a_urn_that_stands_twice(tmp_path, made):
    made.rows.append(made.row(700004))
    assert "URN 700004 stands on line 5 and again on line 32" in refused(tmp_path, made.bytes())


def test_nul_bytes(tmp_path, made):
    broken = made.bytes().replace(b"Kingfisher Primary Academy", b"Kingfisher\0Primary Academy")
    assert "Line 9 holds a NUL byte" in refused(tmp_path, broken)


@pytest.mark.parametrize(("delimiter", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_another_separator(tmp_path, made, delimiter, name):
    assert f"separated by {name}, not commas" in refused(tmp_path, made.bytes(delimiter=delimiter))


def test_missing_headings_are_named(tmp_path, made):
    made.headings.remove("URN")
    assert "has no heading URN" in refused(tmp_path, made.bytes())


def test_utf_16(tmp_path, made):
    assert "saved as UTF-16" in refused(tmp_path, made.bytes(encoding="utf-16"))


def test_two_encodings_in_one_file(tmp_path, made, monkeypatch):
    monkeypatch.setattr(source, "BLOCK", 1000)
    mixed = made.bytes().replace("Œthelwold".encode("cp1252"), "Œthelwold".encode())
    mixed = mixed.replace(b"Hillside Non", "Hillsidé Non".encode("cp1252"))
    assert "Line 29 has letters that are not utf-8" in refused(tmp_path, mixed)


def test_a_quotation_mark_too_many(tmp_path, made):
    lost = made.bytes().replace(b"Ash Lane Primary School", b'"Ash Lane Primary School')
    assert "Line 17, or one before it, has a quotation mark too many" in refused(tmp_path, lost)


def test_a_quotation_mark_that_is_never_closed(tmp_path, made):
    made.rows = [made.row(700001)] * 1000
    lost = made.bytes().replace(b"Ash Lane Primary School", b'"Ash Lane Primary School', 1)
    assert "A quotation mark before line" in refused(tmp_path, lost)


def test_too_many_rows_that_cannot_be_read(tmp_path, made):
    made.rows = [{**row, "URN": f"{row['URN']}{n}"} for row in made.rows for n in range(3)]
    for row in made.rows[:60]:
        row["OpenDate"] = "yesterday"
    assert "60 of 90 rows cannot be read; the first is line 2" in refused(tmp_path, made.bytes())


def test_a_line_of_a_gigabyte_is_not_taken_into_memory(tmp_path, made):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(made.bytes())
        for _ in range(1024):
            file.write(b"x" * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RegisterFileError, match="Line 32 is longer than 1 MB"):
        import_register(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_zip_that_is_none(tmp_path):
    assert "cannot be opened" in refused(tmp_path, b"PK\x03\x04 and then nothing of a zip")


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_csv", ".csv"), content)
    return packed.getvalue()


def test_a_zip_without_a_csv(tmp_path):
    assert "has no CSV file of schools" in refused(tmp_path, zipped(readme=b"Nothing here"))


def test_a_zip_with_two(tmp_path, made):
    two = zipped(one_csv=made.bytes(), two_csv=made.bytes())
    assert "more than one CSV file (one.csv, two.csv)" in refused(tmp_path, two)


def test_a_zip_that_is_damaged_inside(tmp_path, made):
    whole = bytearray(zipped(register_csv=made.bytes()))
    whole[400:420] = b"x" * 20
    assert "damaged" in refused(tmp_path, bytes(whole))


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    assert "would unpack to 64 MB" in refused(tmp_path, zipped(bomb_csv=b"," * 64 * 1024 * 1024))


def test_broken_links_take_the_schools_back_too(tmp_path, made):
    links = tmp_path / "links.csv"
    links.write_bytes(LINKS.read_bytes()[:-30])
    with pytest.raises(RegisterFileError, match="ends in the middle of line 15"):
        import_register(made.write(), links=links)
    assert not School.objects.exists()


def test_a_register_given_as_links(tmp_path, made):
    reason = refused(tmp_path, made.bytes(), links=made.write("other.csv"))
    assert "has no heading LinkURN" in reason
