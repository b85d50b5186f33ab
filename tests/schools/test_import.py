"""The register imported as published: what it reports, what it touches, and what it leaves alone."""

import zipfile
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from journal.models import Event
from journal.moves import Refused
from schools.models import LocalAuthority, RegisterLoad, School, Trust
from schools.register import import_register
from tests.schools.conftest import LINKS, REGISTER, school, stored

pytestmark = pytest.mark.django_db


def test_a_school_is_stored_as_the_register_describes_it(register):
    kingfisher = school(700008)
    assert kingfisher.name == "Kingfisher Primary Academy"
    assert kingfisher.dfe_number == "941/2007"
    assert kingfisher.trust.name == "Larkrise Learning Trust"
    assert kingfisher.address == ["Canal Walk", "Marlcester", "Marlcester", "MC1 1KF"]
    assert (kingfisher.low_age, kingfisher.high_age, kingfisher.pupils) == (3, 11, 402)
    assert (kingfisher.opened_on, kingfisher.closed_on) == (date(2024, 9, 1), None)
    assert kingfisher.register_date == date(2026, 3, 14)
    assert kingfisher.district_code == "E08000941"


def test_the_report_counts_every_row(register):
    assert (register.rows, register.created, register.changed, register.unchanged) == (30, 30, 0, 0)
    assert School.objects.count() == 30
    assert LocalAuthority.objects.count() == 3
    assert Trust.objects.count() == 2


def test_the_same_file_again_changes_nothing(register):
    before = stored()
    again = import_register(REGISTER, links=LINKS)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 30)
    assert (again.links.created, again.links.unchanged) == (0, 6)
    assert stored() == before


def test_a_change_is_reported_by_field_with_its_words(register, made):
    made.row(700001)["Town"] = "Fernbridge Spa"
    made.row(700001)["NumberOfPupils"] = "220"
    made.row(700002)["NumberOfPupils"] = "199"
    report = import_register(made.write())
    assert (report.changed, report.unchanged) == (2, 28)
    assert report.fields == {"town": 1, "pupils": 2}
    assert report.examples["changed"][0] == (
        "Ash Lane Primary School (URN 700001): town “Fernbridge” → “Fernbridge Spa”; pupils “212” → “220”"
    )
    assert school(700001).pupils == 220


def test_a_new_name_of_an_authority_or_a_trust_is_taken_over(register, made):
    for row in made.rows:
        row["LA (name)"] = row["LA (name)"].replace("Fernshire", "Greater Fernshire")
        row["Trusts (name)"] = row["Trusts (name)"].replace("Three Rivers Schools", "Three Rivers Trust")
    import_register(made.write())
    assert school(700001).authority.name == "Greater Fernshire"
    assert school(700014).trust.name == "Three Rivers Trust"
    assert LocalAuthority.objects.count() == 3


def test_a_school_that_moves_to_a_trust_counts_as_changed_in_its_trust(register, made):
    made.row(700001).update({"Trusts (code)": "9001", "Trusts (name)": "Larkrise Learning Trust"})
    assert import_register(made.write()).fields == {"trust": 1}
    assert school(700001).trust.code == "9001"


def test_closing_and_reopening_are_told_apart(register, made):
    made.row(700001)["EstablishmentStatus (code)"] = "2"
    made.row(700007)["EstablishmentStatus (code)"] = "1"
    report = import_register(made.write())
    assert (report.changed, report.closed, report.reopened) == (2, 1, 1)
    assert "register status “Open” → “Closed”" in report.examples["changed"][0]
    assert report.examples["closed"] == ["Ash Lane Primary School (URN 700001)"]
    assert report.examples["reopened"] == ["Kingfisher Primary School (URN 700007)"]


def test_a_column_that_the_file_lacks_leaves_what_is_stored(register, made):
    made.headings = ["EstablishmentStatus (code)", "Town", "URN", "EstablishmentName"]
    made.row(700001)["Town"] = "Fernbridge Spa"
    report = import_register(made.write())
    assert report.fields == {"town": 1}
    ash_lane = school(700001)
    assert (ash_lane.town, ash_lane.postcode, ash_lane.high_age) == ("Fernbridge Spa", "FB1 1AA", 11)
    assert ash_lane.authority.name == "Fernshire"


def test_an_empty_cell_of_a_column_that_is_there_empties_the_value(register, made):
    made.row(700001).update({"NumberOfPupils": "", "Street": "", "LA (code)": ""})
    import_register(made.write())
    assert (school(700001).pupils, school(700001).street, school(700001).authority) == (None, "", None)


def test_the_fewest_columns_are_enough_for_a_first_import(made):
    made.headings = ["URN", "EstablishmentName", "EstablishmentStatus (code)"]
    assert import_register(made.write()).created == 30
    assert school(700001).town == ""


def test_codes_are_the_same_with_and_without_their_noughts(register, made):
    for row in made.rows:
        row["TypeOfEstablishment (code)"] = row["TypeOfEstablishment (code)"].lstrip("0")
        row["PhaseOfEducation (code)"] = "0" + row["PhaseOfEducation (code)"]
        row["EstablishmentStatus (code)"] = "0" + row["EstablishmentStatus (code)"]
    assert import_register(made.write()).unchanged == 30
    assert school(700001).type_code == "01"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_names_are_read_in_each_encoding_the_register_had(made, encoding):
    import_register(made.write(encoding=encoding))
    assert school(700006).name == "St Œthelwold's R.C. Primary School"


def test_a_zip_is_read_as_what_is_in_it(made, tmp_path):
    path = tmp_path / "extract.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(made.write(), "edubasealldata20260314.csv")
        archive.write(LINKS, "links_edubasealldata20260314.csv")
    report = import_register(path, links=path)
    assert (report.created, report.links.created) == (30, 6)


def test_a_school_that_the_file_does_not_name_stays_and_is_counted(register, made):
    made.rows = [row for row in made.rows if row["URN"] not in ("700001", "700012")]
    report = import_register(made.write())
    assert (report.missing, report.missing_open, report.closed) == (2, 1, 0)
    assert school(700001).is_open


def test_a_row_that_cannot_be_stored_is_refused_with_line_and_reason(made):
    made.row(700001)["URN"] = "7000O1"
    made.row(700002)["NumberOfPupils"] = "about 200"
    made.row(700003)["OpenDate"] = "31-02-2020"
    made.row(700004)["EstablishmentName"] = " "
    made.row(700005)["EstablishmentStatus (code)"] = "9"
    made.row(700006)["Postcode"] = "FB1 1AA, Fernbridge"
    report = import_register(made.write())
    assert (report.created, report.refused) == (24, 6)
    assert report.refusals == [
        (2, "URN “7000O1” is not a URN of 6 digits"),
        (3, "NumberOfPupils “about 200” is not a whole number from 0 to 999,999"),
        (4, "OpenDate “31-02-2020” is not a date like 31-12-2026"),
        (5, "EstablishmentName is empty"),
        (6, "EstablishmentStatus (code) “9” is not a status the register knows (1 to 4)"),
        (7, "Postcode has 19 characters, more than 8"),
    ]


def test_values_that_mean_something_to_a_database_are_only_text(made):
    odd = "Robert'); DROP TABLE \\N \\. \\t %s School"
    made.row(700001)["EstablishmentName"] = odd
    made.row(700002)["EstablishmentName"] = "Two\nlines\tand a tab"
    import_register(made.write())
    assert school(700001).name == odd
    assert school(700002).name == "Two lines and a tab"


def test_a_dry_run_says_the_same_and_stores_nothing(made):
    report = import_register(REGISTER, links=LINKS, dry_run=True)
    assert (report.created, report.links.created) == (30, 6)
    assert not School.objects.exists()
    assert not LocalAuthority.objects.exists()
    assert not RegisterLoad.objects.exists()


def test_more_than_five_in_a_hundred_closing_at_once_needs_a_confirmation(register, made):
    made.row(700001)["EstablishmentStatus (code)"] = "2"
    made.row(700002)["EstablishmentStatus (code)"] = "2"
    before = stored()
    with pytest.raises(Refused, match="2 of 24 open schools would close, more than 5%"):
        import_register(made.write())
    assert stored() == before
    assert import_register(made.write(), confirm_closures=True).closed == 2


def test_an_import_is_kept_with_who_did_it(made, adam):
    import_register(REGISTER, by=adam)
    load = RegisterLoad.objects.get()
    event = Event.objects.about(load).get()
    assert (load.by, load.file_name, load.counts["created"]) == (adam, "register.csv", 30)
    assert (event.kind, event.by, event.data["created"]) == ("register imported", adam.pk, 30)


def test_the_command_prints_the_report(made, capsys):
    call_command("import_register", str(REGISTER), links=LINKS)
    said = capsys.readouterr().out
    assert "30 schools read from register.csv" in said
    assert "created          30" in said


def test_the_command_says_why_it_refuses_and_that_nothing_changed(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file.*Nothing was changed"):
        call_command("import_register", str(tmp_path / "nowhere.csv"))


def test_the_command_names_the_option_that_confirms_closures(register, made):
    for urn in (700001, 700002):
        made.row(urn)["EstablishmentStatus (code)"] = "2"
    with pytest.raises(CommandError, match=r"more than 5%.*--confirm-closures confirms"):
        call_command("import_register", str(made.write()))
    call_command("import_register", str(made.write()), "--confirm-closures")
    assert not school(700001).is_open
