"""Lists of areas of low social mobility: loaded whole or not at all, and counted from day to day (R4.4)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from journal.models import Event
from schools.csv_file import FileError
from schools.listed_areas import load_listed_areas
from schools.models import ListedArea, LocalAuthority
from tests import factories

pytestmark = pytest.mark.django_db

HEAD = "list,name,la_name,district_code,district_name,starts,ends,source\n"
LOAD = "/admin/schools/listedarea/load/"


@pytest.fixture
def seaside():
    return LocalAuthority.objects.create(code="990", name="Seaside")


@pytest.fixture
def school(seaside):
    return factories.SchoolFactory(authority=seaside, district_code="E07000999", district_name="Cliffs")


def csv(*rows):
    return (HEAD + "\n".join(rows)).encode()


AUTHORITY = "Opportunity Area,Seaside,Seaside,,,2016-10,2022-08,A made-up list"
DISTRICT = "Category 6,Cliffs,,E07000999,Cliffs,2016,,"


def around(school, on) -> list[str]:
    return [str(area) for area in ListedArea.objects.around(school).current(on)]


def test_a_school_lies_in_areas_of_its_authority_and_of_its_district(school):
    load_listed_areas(csv(AUTHORITY, DISTRICT))
    assert around(school, date(2020, 1, 1)) == ["Cliffs (Category 6 area)", "Seaside (Opportunity Area)"]
    assert around(factories.SchoolFactory(authority=None), date(2020, 1, 1)) == []


def test_a_list_counts_from_its_first_day_to_its_last(school):
    load_listed_areas(csv(AUTHORITY))
    days = [date(2016, 9, 30), date(2016, 10, 1), date(2022, 8, 31), date(2022, 9, 1)]
    assert [bool(around(school, day)) for day in days] == [False, True, True, False]


def test_a_file_loads_once_and_the_second_time_changes_nothing(school, adam):
    first, second = load_listed_areas(csv(AUTHORITY, DISTRICT), by=adam), load_listed_areas(csv(AUTHORITY, DISTRICT))
    assert (first.made, second.made, second.unchanged) == (2, 0, 2)
    assert Event.objects.about(ListedArea.objects.first()).get().by == adam.pk


def test_a_later_file_says_when_an_area_ends(school):
    load_listed_areas(csv(DISTRICT))
    assert load_listed_areas(csv("category_6,Cliffs,,E07000999,Cliffs,2016,2026-08,")).ended == 1
    assert ListedArea.objects.get().ends == date(2026, 8, 31)


def test_one_wrong_row_keeps_the_others_out_and_each_fault_is_named(school):
    with pytest.raises(FileError) as refused:
        load_listed_areas(csv(AUTHORITY, "Best Areas,X,Nowhere,,,soon,,", AUTHORITY))
    assert [error.split(":")[0] for error in refused.value.errors] == ["Line 3"] * 3 + ["Line 4"]
    assert "no list called “Best Areas”" in refused.value.errors[0]
    assert not ListedArea.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"<html>", csv(), csv('"x'), b"x" * 500_001, b"list,name\nA,B", csv(DISTRICT + ",,,")]
)
def test_what_is_no_list_is_refused_in_words(school, content):
    with pytest.raises(FileError) as refused:
        load_listed_areas(content)
    assert len(refused.value.errors) == 1


def test_the_command_counts_first_and_loads_then(school, tmp_path, capsys):
    file = tmp_path / "areas.csv"
    file.write_bytes(csv(AUTHORITY))
    call_command("load_listed_areas", str(file), "--dry-run")
    assert "1 area would be added" in capsys.readouterr().out
    assert not ListedArea.objects.exists()
    call_command("load_listed_areas", str(file))
    assert ListedArea.objects.count() == 1
    with pytest.raises(CommandError, match="could not be read"):
        call_command("load_listed_areas", str(tmp_path / "nothing.csv"))


def test_an_administrator_sees_what_a_file_would_change_before_it_is_loaded(client, adam, school):
    client.force_login(adam)
    assert "Opportunity Areas" in client.get(LOAD).content.decode()
    shown = client.post(LOAD, {"file": SimpleUploadedFile("areas.csv", csv(AUTHORITY))})
    assert "1 area would be added" in shown.content.decode()
    assert not ListedArea.objects.exists()
    client.post(LOAD, {"words": shown.context["confirm"].initial["words"]})
    assert ListedArea.objects.get().name == "Seaside"


def test_a_wrong_file_is_said_on_the_page(client, adam, school):
    client.force_login(adam)
    answer = client.post(LOAD, {"file": SimpleUploadedFile("areas.csv", csv("Best,X,Seaside,,,2016,,"))})
    assert "no list called “Best”" in answer.content.decode()
