"""School days and working days, and the term dates an administrator loads."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from journal.models import Event
from schools.calendar import SchoolDays, is_working_day, nine
from schools.csv_file import FileError
from schools.models import TermDates
from schools.term_dates import load_term_dates
from tests import factories

pytestmark = pytest.mark.django_db
HEAD = "la_name,name,starts,ends\n"
AUTUMN = "Gloucestershire,Autumn 1,2026-09-03,2026-10-23"


@pytest.fixture
def authority():
    return factories.LocalAuthorityFactory()


def csv(*rows) -> bytes:
    return (HEAD + "\n".join(rows)).encode()


@pytest.mark.parametrize(
    ("day", "working", "school"),
    [
        (date(2027, 3, 5), True, True),
        (date(2027, 3, 6), False, False),  # a Saturday
        (date(2027, 3, 26), False, False),  # Good Friday
        (date(2027, 12, 28), False, False),  # for Boxing Day on a Sunday
        (date(2027, 8, 3), True, False),
        (date(2026, 10, 26), True, True),  # half term where nobody has loaded one
    ],
    ids=str,
)
def test_days(day, working, school):
    assert (is_working_day(day), SchoolDays().is_school_day(day)) == (working, school)


def test_an_authority_with_terms_of_the_year_has_no_other_school_days(authority):
    load_term_dates(csv(AUTUMN))
    days = SchoolDays()
    asked = [date(2026, 10, 23), date(2026, 10, 26), date(2027, 3, 5), date(2027, 9, 6)]
    assert [days.is_school_day(day, authority.pk) for day in asked] == [True, False, False, True]
    assert days.is_school_day(date(2026, 10, 26), authority.pk + 1)
    assert days.on_or_before(date(2026, 11, 1), authority.pk) == date(2026, 10, 23)


def test_nine_is_nine_in_london_all_year():
    moments = [nine(date(2027, 3, 26)), nine(date(2027, 3, 30)), nine(date(2027, 11, 1))]
    assert [moment.astimezone(UTC).hour for moment in moments] == [9, 8, 9]
    assert moments[0] == datetime(2027, 3, 26, 9, tzinfo=UTC)


def test_a_file_loads_once_and_a_last_day_that_moves_is_put_right(authority, adam):
    assert load_term_dates(csv(AUTUMN), by=adam).made == 1
    assert load_term_dates(csv(AUTUMN), by=adam).unchanged == 1
    assert load_term_dates(csv(AUTUMN.replace("10-23", "10-22")), by=adam).ended == 1
    kinds = [event.kind for event in Event.objects.about(TermDates.objects.get())]
    assert kinds == ["term dates loaded", "term ends on another day"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Nowhere,,2026-09-03,2026-10-23", "no authority called “Nowhere”"),
        ("Gloucestershire,,soon,2026-10-23", "“soon” is not a date"),
        ("Gloucestershire,,2026-09-03,", "when the half term ends"),
        ("Gloucestershire,,2026-10-03,2026-09-23", "ends before it starts"),
    ],
)
def test_a_fault_is_named_by_its_line_and_nothing_is_loaded(authority, row, fault):
    with pytest.raises(FileError, match=f"Line 3: .*{fault}"):
        load_term_dates(csv(AUTUMN, row))
    assert not TermDates.objects.exists()


def test_an_administrator_sees_first_what_a_file_would_change(client, adam, authority):
    client.force_login(adam)
    page = "/admin/schools/termdates/load/"
    shown = client.post(page, {"file": SimpleUploadedFile("terms.csv", csv(AUTUMN))})
    assert "1 half term would be added" in shown.content.decode()
    assert not TermDates.objects.exists()
    client.post(page, {"words": csv(AUTUMN).decode()})
    assert TermDates.objects.get().ends == date(2026, 10, 23)
