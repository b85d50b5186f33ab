"""Where hubs serve: suggested to a school, loaded from a file, whole or not at all."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from hubs.areas import load_areas, suggested_hubs
from hubs.models import HubArea
from journal.models import Event
from schools.csv_file import FileError, days
from schools.models import LocalAuthority
from tests import factories

HEAD = "hub,la_name,as_at,confidence,source\n"


@pytest.fixture
def kent(db):
    return LocalAuthority.objects.create(code="886", name="Kent")


@pytest.fixture
def hull(db):
    return LocalAuthority.objects.create(code="810", name="Kingston upon Hull, City of")


@pytest.fixture
def school(kent):
    return factories.SchoolFactory(authority=kent, district_code="E07000106", district_name="Canterbury")


def csv(*rows):
    return (HEAD + "\n".join(rows)).encode()


def test_a_school_gets_the_hub_of_its_authority(glow, school, kent):
    HubArea.objects.create(hub=glow, authority=kent)
    assert list(suggested_hubs(school)) == [glow]


def test_the_hub_of_the_district_comes_before_that_of_the_authority(glow, jurassic, school, kent):
    HubArea.objects.create(hub=glow, authority=kent)
    HubArea.objects.create(hub=jurassic, district_code="E07000106")
    assert list(suggested_hubs(school)) == [jurassic, glow]


def test_two_hubs_that_share_an_authority_are_both_suggested(glow, jurassic, school, kent):
    for hub in (glow, jurassic):
        HubArea.objects.create(hub=hub, authority=kent)
    assert list(suggested_hubs(school)) == [glow, jurassic]


def test_an_area_counts_from_its_first_day_to_its_last(glow, school, kent):
    HubArea.objects.create(hub=glow, authority=kent, starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    on = {day: suggested_hubs(school, day).exists() for day in (date(2025, 8, 31), date(2025, 9, 1))}
    on |= {day: suggested_hubs(school, day).exists() for day in (date(2026, 8, 31), date(2026, 9, 1))}
    assert list(on.values()) == [False, True, True, False]


def test_a_school_of_no_known_authority_gets_none(glow):
    HubArea.objects.create(hub=glow, district_code="E07000106")
    nowhere = factories.SchoolFactory(authority=None, district_code="")
    assert not suggested_hubs(nowhere).exists()


def test_a_file_loads_once_and_the_second_time_changes_nothing(glow, kent, hull):
    content = csv("GLOW,Kent,2022-11,council page,https://example.org/a", "GLOW Maths Hub,Kingston upon Hull,c2016,,")
    first, second = load_areas(content), load_areas(content)
    assert (first.made, second.made, second.unchanged) == (2, 0, 2)
    area = HubArea.objects.get(authority=kent)
    assert (area.starts, area.source) == (date(2022, 11, 1), "https://example.org/a · council page")
    assert Event.objects.about(glow).count() == 2


def test_one_wrong_row_keeps_the_others_out(glow, kent):
    content = csv("GLOW,Kent,2022-11,,", "Nowhere,Kentt,soon,,")
    with pytest.raises(FileError) as refused:
        load_areas(content)
    assert [error.split(":")[0] for error in refused.value.errors] == ["Line 3"] * 3
    assert "no hub called “Nowhere”" in refused.value.errors[0]
    assert not HubArea.objects.exists()


def test_a_dry_run_counts_and_keeps_nothing(glow, kent, tmp_path, capsys):
    file = tmp_path / "areas.csv"
    file.write_bytes(csv("GLOW,Kent,2026/27,,"))
    call_command("load_hub_areas", str(file), "--dry-run")
    assert "1 area would be added" in capsys.readouterr().out
    assert not HubArea.objects.exists()


def test_districts_and_last_days_load_too(glow, kent):
    head = b"hub,la_name,as_at,district_code,district_name,ends\n"
    load_areas(head + b"GLOW,,2025/26,E07000106,Canterbury,\n")
    loaded = load_areas(head + b"GLOW,,2025/26,E07000106,Canterbury,2025/26\n")
    area = HubArea.objects.get()
    assert (loaded.ended, area.district_name, area.ends) == (1, "Canterbury", date(2026, 8, 31))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no column hub"),
        (b"<!doctype html><p>Not found", "no column hub"),
        (b"hub,la_name\nGLOW,Kent\n", "no column as_at"),
        (csv("GLOW,Ke\0nt,2022"), "not plain text"),
        (csv("GLOW,Kent"), "fewer cells"),
        (csv("GLOW,Kent,2022,,,,"), "more cells"),
        (csv('"GLOW,Kent,2022'), "not CSV"),
        (csv("GLOW,Kent,2022,,", "GLOW,KENT,2023,,"), "on line 2 already"),
        (csv(), "no rows"),
        (b"x" * 500_001, "over 500 kB"),
    ],
)
def test_a_file_that_is_something_else_gets_one_clear_error(glow, kent, content, words):
    with pytest.raises(FileError) as refused:
        load_areas(content)
    assert words in refused.value.errors[0]
    assert len(refused.value.errors) == 1


def test_the_command_says_what_is_wrong_with_a_file(db, tmp_path):
    with pytest.raises(CommandError, match="could not be read"):
        call_command("load_hub_areas", str(tmp_path / "nothing.csv"))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026-09-15", (2026, 9, 15), (2026, 9, 15)),
        ("2026-02", (2026, 2, 1), (2026, 2, 28)),
        ("2026-12", (2026, 12, 1), (2026, 12, 31)),
        ("c2016", (2016, 1, 1), (2016, 12, 31)),
        ("2019-20", (2019, 9, 1), (2020, 8, 31)),
        ("2011/12", (2011, 9, 1), (2012, 8, 31)),
        ("2011-12", (2011, 12, 1), (2011, 12, 31)),
    ],
)
def test_dates_as_sources_write_them(words, first, last):
    assert days(words) == (date(*first), date(*last))


@pytest.mark.parametrize("words", ["", "soon", "2026-13", "2026-02-30", "0000", "2026/28", "20266", "２０２６"])
def test_what_is_no_date_is_refused(words):
    with pytest.raises(ValueError, match=r"not a date|no day"):
        days(words)


LOAD = "/admin/hubs/hubarea/load/"


def upload(client, content):
    return client.post(LOAD, {"file": SimpleUploadedFile("areas.csv", content)})


def test_an_administrator_sees_what_a_file_would_change_before_it_is_loaded(client, adam, glow, kent):
    client.force_login(adam)
    shown = upload(client, csv("GLOW,Kent,2022-11,,"))
    assert "1 area would be added" in shown.content.decode()
    assert not HubArea.objects.exists()
    client.post(LOAD, {"words": shown.context["confirm"].initial["words"]})
    assert HubArea.objects.get().hub == glow
    assert Event.objects.about(glow).last().by == adam.pk


@pytest.mark.parametrize("content", [b"", b"\x00", b"<html>", b"x" * 500_001, csv("Nowhere,Kent,2022,,")])
def test_a_wrong_file_is_said_on_the_page(client, adam, glow, kent, content):
    client.force_login(adam)
    answer = upload(client, content)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("words", ["", "x", "a\x00b", "x" * 600_000])
def test_words_that_no_page_sent_load_nothing(client, adam, glow, kent, words):
    client.force_login(adam)
    assert client.post(LOAD, {"words": words}).status_code == 200
    assert not HubArea.objects.exists()
