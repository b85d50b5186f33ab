"""Lists taken out as files (safe, recorded, personal data only for who may), and paper."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from applications import reviewing
from applications.export import making
from applications.export.writing import safe
from applications.models import Export
from hubs.models import HubRole
from journal.models import Event
from journal.moves import Refused
from tests import factories, steps

PAGE = "/desk/glow/export/?status=all"
PLAIN = {"application": ["reference", "status"], "school": ["school", "urn"], "kind": "csv"}


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))


def queries(client, path) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_file_holds_what_the_filter_shows_and_no_more(as_alice, sent, birch_road, glow, grace, alice):
    steps.placed(steps.sent(birch_road, glow, grace), alice)
    waiting = rows_of(as_alice.post("/desk/glow/export/", PLAIN))
    assert waiting == [["School", "URN", "Reference", "Status"], [sent.school_name, "900001", sent.reference, "New"]]
    assert len(rows_of(as_alice.post(PAGE, PLAIN))) == 3


def test_another_hubs_applications_are_in_no_file(as_alice, sent, jurassic, birch_road, grace):
    theirs = steps.sent(birch_road, jurassic, grace)
    assert theirs.reference not in body(as_alice.post(PAGE, PLAIN)).decode()


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+44 1632 960001",
        "-2",
        "@SUM(A1)",
        "\t=1",
        " =cmd|'/c calc'!A0",
        "\uff1d1+1",
        '=HYPERLINK("https://example.org")',
    ],
)
def test_no_cell_begins_a_formula(typed):
    assert safe(typed).startswith("'")


def test_a_formula_in_an_answer_stays_text_in_both_kinds_of_file(as_alice, ash_lane, glow, bob, readiness):
    steps.sent(ash_lane, glow, bob, statement="=1+1")
    asked = {"application": ["reference"], "answers": ["answer-statement"]}
    assert rows_of(as_alice.post(PAGE, asked | {"kind": "csv"}))[1][1] == "'=1+1"
    sheet = load_workbook(io.BytesIO(body(as_alice.post(PAGE, asked | {"kind": "xlsx"})))).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("'=1+1", "s")


def test_what_no_sheet_can_hold_is_left_out(as_alice, sent):
    type(sent).objects.update(school_name="Ash\x0b Lane\x08 \ufffe")
    sheet = load_workbook(io.BytesIO(body(as_alice.post(PAGE, PLAIN | {"kind": "xlsx"})))).active
    assert sheet["A2"].value == "Ash Lane "


def test_each_export_is_on_record(as_alice, alice, sent):
    as_alice.post("/desk/glow/export/?words=ash", PLAIN)
    export = Export.objects.get()
    assert (export.by, export.expected, export.written, export.personal) == (alice, 1, 1, False)
    assert export.words == "Waiting; Search: ash"
    assert Event.objects.about(export).get().by == alice.pk
    assert "Waiting; Search: ash" in as_alice.get("/desk/glow/exports/").content.decode()


def test_personal_data_needs_a_reason(as_alice, sent):
    asked = PLAIN | {"people": ["contact"]}
    response = as_alice.post(PAGE, asked)
    assert response.status_code == 422
    assert "Say what the personal data is needed for." in response.content.decode()
    assert "checked" in response.content.decode()
    taken = rows_of(as_alice.post(PAGE, asked | {"reason": "To invite the schools to the launch"}))
    assert taken[0][-1] == "Email of the applicant"
    assert Export.objects.get().personal


def test_a_hub_administrator_is_not_offered_personal_data_and_cannot_ask_for_it(client, erin, glow, sent):
    client.force_login(erin)
    assert "Email of the applicant" not in client.get(PAGE).content.decode()
    assert rows_of(client.post(PAGE, PLAIN | {"people": ["contact"], "reason": "x"}))[0][-1] == "Status"
    with pytest.raises(Refused, match="hub lead"):
        making.ask(hub=glow, query="", columns=["contact"], kind="csv", reason="x", by=erin)


def test_teacher_reference_numbers_are_personal_data(as_alice, sent):
    known = making.catalogue.columns([factories.project("secondary")])
    numbers = [column for column in known if "reference number" in column.label.lower()]
    assert all(column.personal and not column.chosen for column in numbers)


def test_no_column_is_an_error_beside_the_columns(as_alice, sent):
    response = as_alice.post(PAGE, {"kind": "csv"})
    assert response.status_code == 422
    assert "Choose at least one column." in response.content.decode()


def test_a_long_list_is_made_by_the_job_and_kept_for_a_day(as_alice, alice, sent, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 0)
    assert as_alice.post(PAGE, PLAIN).url == "/desk/glow/exports/"
    assert "Being made" in as_alice.get("/desk/glow/exports/").content.decode()
    assert making.make_waiting() == 1
    assert making.make_waiting() == 0
    address = f"/desk/glow/exports/{Export.objects.get().pk}/"
    assert len(rows_of(as_alice.get(address))) == 2
    Export.objects.update(ready=timezone.now() - timedelta(days=2))
    assert making.erase_old() == 1
    assert as_alice.get(address).status_code == 404
    assert "Deleted" in as_alice.get("/desk/glow/exports/").content.decode()


def test_who_left_the_desk_gets_no_file(alice, glow, sent):
    export = making.ask(hub=glow, query="status=all", columns=["school"], kind="csv", reason="", by=alice)
    HubRole.objects.filter(user=alice).update(ends=timezone.localdate() - timedelta(days=1))
    making.make(export)
    export.refresh_from_db()
    assert "no longer works" in export.failed
    assert not export.parts.exists()


def test_of_two_workers_one_makes_it(alice, glow, sent):
    export = making.ask(hub=glow, query="status=all", columns=["school"], kind="csv", reason="", by=alice)
    assert making._lease(export)
    assert not making._lease(export)


def test_one_that_cannot_be_made_says_so(alice, glow, sent, monkeypatch):
    export = making.ask(hub=glow, query="", columns=["school"], kind="csv", reason="", by=alice)
    monkeypatch.setattr(making, "write", lambda *args: 1 / 0)
    making.make(export)
    assert "ZeroDivisionError" in Export.objects.get().failed
    assert making.make_waiting() == 0


@pytest.mark.parametrize("path", ["/desk/glow/pack/?status=all", "/desk/glow/export/?status=all"])
def test_as_many_queries_for_thirty_as_for_one(as_alice, sent, glow, path):
    as_alice.get(path)
    one = queries(as_alice, path)
    for number in range(29):
        school = factories.SchoolFactory()
        person = factories.school_person(school, email=f"office{number}@example.org")
        steps.sent(school, glow, person)
    assert queries(as_alice, path) == one


def test_the_pack_begins_with_the_list_and_has_a_sheet_for_each(as_alice, sent, birch_road, glow, grace):
    other = steps.sent(birch_road, glow, grace)
    page = as_alice.get("/desk/glow/pack/?sort=name").content.decode()
    assert page.index("The 2 applications of this pack") < page.index(f'id="{sent.reference}"')
    assert page.index(f'id="{sent.reference}"') < page.index(f'id="{other.reference}"')
    assert "1 of 2" in page


def test_a_pack_of_too_many_asks_for_a_filter(as_alice, sent, monkeypatch):
    monkeypatch.setattr("applications.views.prints.MOST", 0)
    assert "too many for one pack" in as_alice.get("/desk/glow/pack/").content.decode()


def test_one_application_on_paper_has_its_answers_and_the_hubs_notes(as_alice, alice, sent):
    reviewing.add_note(sent, text="Visit them first.", by=alice)
    page = as_alice.get(f"/desk/glow/applications/{sent.reference}/print/").content.decode()
    assert "Visit them first." in page
    assert sent.answers["statement"] in page
