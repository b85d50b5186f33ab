"""The desk's pages of bringing forms in: from the file to the queue, and back (5.7)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from zeal import zeal_ignore

from applications.arrivals.models import Arrival
from applications.models import Application
from tests import factories, steps
from tests.applications.arrivals.conftest import HEADINGS, export, kinds

FORMS = "/desk/glow/forms/"
MOVE = "desk:arrival_move"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def file(data: bytes, name="responses.csv"):
    return SimpleUploadedFile(name, data, "text/csv")


def columns(arrival, **own) -> dict:
    """The fields of the page about columns, as guessed."""
    return {f"column_{place}": own.get(str(place), means) for place, means in enumerate(arrival.columns)}


def page(client, arrival, **query) -> str:
    return client.get(reverse("desk:arrival", args=["glow", arrival.pk]), query).content.decode()


def many(number: int) -> list[dict]:
    """Responses of so many schools: every second is in the register, the others are not certain."""
    made = [factories.SchoolFactory(name=f"Mill {n} Primary School", postcode="GL6 1AA") for n in range(number)]
    return [
        {"school": f"{school.name}{' of Nowhere' if n % 2 else ''}", "postcode": "", "urn": "" if n % 2 else school.urn}
        for n, school in enumerate(made)
    ]


def test_from_the_file_to_the_queue(as_alice, glow_opens, readiness, ash_lane):
    assert FORMS in as_alice.get("/desk/glow/queue/").content.decode()
    response = as_alice.post(FORMS, {"project": readiness.code, "file": file(export({}))})
    arrival = Arrival.objects.get()
    assert response.url == f"{FORMS}{arrival.pk}/columns/"
    drawn = as_alice.get(response.url).content.decode()
    assert all(heading in drawn for heading in HEADINGS)
    assert as_alice.post(response.url, columns(arrival)).url == f"{FORMS}{arrival.pk}/"
    assert "Bring in 1 application" in page(as_alice, arrival)
    response = as_alice.post(reverse(MOVE, args=["glow", arrival.pk, "bring_in"]), follow=True)
    assert "1 application brought in" in response.content.decode()
    assert "Ash Lane Primary School" in as_alice.get("/desk/glow/queue/").content.decode()
    response = as_alice.post(reverse(MOVE, args=["glow", arrival.pk, "undo"]), follow=True)
    assert "1 application taken back." in response.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "The file is empty."), (b"PK\x03\x04abc", "This is an Excel workbook"), (None, "Choose a file.")],
)
def test_a_file_that_does_not_do_is_said_so(as_alice, glow_opens, readiness, data, says):
    sent = {"project": readiness.code} | ({} if data is None else {"file": file(data)})
    response = as_alice.post(FORMS, sent)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Arrival.objects.exists()


def test_without_a_project_there_is_nothing_to_send(as_alice, glow):
    drawn = as_alice.get(FORMS).content.decode()
    assert "No project is open yet" in drawn
    assert 'type="file"' not in drawn


def test_columns_that_do_not_do_are_said_beside_the_column(as_alice, taken):
    arrival = taken({})
    response = as_alice.post(f"{FORMS}{arrival.pk}/columns/", columns(arrival, **{"1": "out"}))
    assert response.status_code == 422
    assert "address of whoever filled it in" in response.content.decode()


def test_schools_are_confirmed_looked_for_or_skipped(as_alice, taken, ash_lane, birch_road):
    far = {"school": "Zebra Hall", "postcode": ""}
    arrival = taken({"school": "Ash Lane", "postcode": ""}, far, far, far)
    address = f"{FORMS}{arrival.pk}/schools/"
    assert "Ash Lane Primary School" in as_alice.get(address).content.decode()
    first, second, third, fourth = arrival.rows.order_by("line")
    sent = {"drawn": [row.pk for row in arrival.rows.all()], f"row_{first.pk}": ash_lane.urn}
    sent |= {f"row_{second.pk}": "other", f"other_{second.pk}": "900002", f"row_{third.pk}": "skip"}
    sent |= {f"row_{fourth.pk}": "other", f"other_{fourth.pk}": "Nowhere at all"}
    with zeal_ignore():  # each response is judged by itself, ten on a page
        response = as_alice.post(address, sent)
    assert response.status_code == 422
    assert "We found no school that fits “Nowhere at all”" in response.content.decode()
    assert kinds(arrival) == ["incomplete", "incomplete", "skipped", "to_confirm"]
    as_alice.post(address, {"drawn": [fourth.pk], f"row_{fourth.pk}": "skip"})
    assert kinds(arrival) == ["incomplete", "incomplete", "skipped", "skipped"]
    assert "confirmed by eye" in page(as_alice, arrival)


def test_a_certain_match_can_be_changed(as_alice, taken, birch_road):
    arrival = taken({})
    row = arrival.rows.get()
    address = f"{FORMS}{arrival.pk}/schools/?line={row.line}"
    assert "Ash Lane Primary School" in as_alice.get(address).content.decode()
    sent = {"drawn": row.pk, f"row_{row.pk}": "other", f"other_{row.pk}": str(birch_road.urn)}
    as_alice.post(address, sent)
    row.refresh_from_db()
    assert (row.school, row.match) == (birch_road, "confirmed")


def test_a_row_of_another_file_is_not_confirmed_here(as_alice, taken, ash_lane, jurassic, dana, readiness):
    theirs = steps.arrived(jurassic, dana).rows.get()
    arrival = taken({})
    as_alice.post(f"{FORMS}{arrival.pk}/schools/", {"drawn": theirs.pk, f"row_{theirs.pk}": "skip"})
    theirs.refresh_from_db()
    assert theirs.match == "none"


def test_what_cannot_be_done_is_refused_with_its_reason(as_alice, taken):
    arrival = taken({"school": "Zebra Hall", "postcode": ""})
    response = as_alice.post(reverse(MOVE, args=["glow", arrival.pk, "bring_in"]))
    assert response.status_code == 409
    assert "1 school is still to be confirmed" in response.content.decode()


def test_put_away_its_words_are_gone(as_alice, taken):
    arrival = taken({})
    as_alice.post(reverse(MOVE, args=["glow", arrival.pk, "put_away"]))
    assert not arrival.rows.exists()
    assert "Put away" in as_alice.get(FORMS).content.decode()


def test_two_thousand_fields_are_no_harm(as_alice, taken):
    address = f"{FORMS}{taken({}).pk}/columns/"
    assert as_alice.post(address, {f"column_{n}": "out" for n in range(2000)}).status_code == 400


@pytest.mark.parametrize("path", ["", "schools/", "columns/"])
def test_pages_cost_the_same_with_one_row_and_with_thirty(
    as_alice, taken, path, django_assert_max_num_queries, django_assert_num_queries
):
    address = f"{FORMS}{taken(*many(2)).pk}/{path}"
    with django_assert_max_num_queries(20) as counted:
        as_alice.get(address)
    address = f"{FORMS}{taken(*many(30)).pk}/{path}"
    with django_assert_num_queries(len(counted)):
        as_alice.get(address)


def test_the_list_of_files_costs_the_same_with_many(as_alice, taken, django_assert_max_num_queries, readiness):
    taken({})
    with django_assert_max_num_queries(20) as counted:
        as_alice.get(FORMS)
    for n in range(30):
        taken({"telephone": str(n)})
    with django_assert_max_num_queries(len(counted)):
        drawn = as_alice.get(FORMS).content.decode()
    assert "1 to 25 of 31" in drawn
