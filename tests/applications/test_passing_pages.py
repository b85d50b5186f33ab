"""Passing on, on the pages of the two hubs and the school: what each of them sees, and how it answers."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import placement, reviewing
from applications.deciding import passing
from applications.models import Application
from journal.models import Email, Event
from tests import factories, steps
from tests.applications.test_offers import now_is
from tests.applications.test_passing import sent_now

pytestmark = pytest.mark.django_db


# --- What two hubs see of one another


def test_each_hub_sees_the_way_and_nothing_private(asked, sent, alice, bob, dana, client):
    reviewing.add_note(sent_now(), text="Their head is difficult.", by=alice)
    made = passing.agree(asked, by=bob)
    client.force_login(dana)
    page = client.get(f"/desk/jurassic/applications/{made.reference}/").content.decode()
    assert "Passed on by GLOW Maths Hub" in page
    assert "asked the school whether to pass it on" in page
    assert "difficult" not in page
    assert "wrote a note" not in page
    assert client.get(f"/desk/glow/applications/{sent.reference}/").status_code == 404
    reviewing.add_note(made, text="Dana’s own.", by=dana)
    placement.place(Application.objects.get(pk=made.pk), group=steps.group_of(made, name="Dorset One"), by=dana)
    client.force_login(alice)
    page = client.get(f"/desk/glow/applications/{sent.reference}/").content.decode()
    assert "It stands there as: Placed." in page
    assert not re.search(f"Dana|Dorset One|{made.reference}", page)
    assert client.get(f"/desk/jurassic/applications/{made.reference}/").status_code == 404


# --- The pages


def test_the_desk_chooses_writes_and_keeps_what_was_typed(client, sent, there, alice):
    client.force_login(alice)
    address = f"/desk/glow/applications/{sent.reference}/pass-on/"
    page = client.get(address)
    seen = {name: page.context["form"].initial[name] or "" for name in ("seen", "seen_owner", "seen_version")}
    typed = {**seen, "words": "You are in Dorset.", "answer_by": page.context["form"].initial["answer_by"]}
    looked = client.post(address, {**typed, "find": "juras", "do": "find"}).content.decode()
    assert "You are in Dorset." in looked
    assert 'value="jurassic"' in looked
    assert client.post(address, {**typed, "do": "now"}).status_code == 422
    client.post(address, {**typed, "hub": "jurassic", "do": "now"})
    assert now_is(sent) == "passing_on"
    back = client.post(f"/desk/glow/applications/{sent.reference}/keep/", {"seen": "passing_on", "reason": ""})
    assert back.status_code == 422
    assert "Write why you take it back" in back.content.decode()


def test_a_school_answers_by_its_link_alone(client, asked, sent):
    path = re.search(r"/passing-on/[\w-]{43}/", Email.objects.get(template="applications/pass_on").text)[0]
    page = client.get(path)
    assert "May your application go to Jurassic Maths Hub?" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert client.post(path, {"answer": "no", "reason": ""}).status_code == 422
    client.post(path, {"answer": "yes"})
    assert "has your application and decides for itself" in client.get(path).content.decode()
    assert client.post(path, {"answer": "no", "reason": "Too far."}).status_code == 409
    assert Event.objects.about(sent).filter(kind="passed on").get().data == {"by_link": True}
    assert client.get("/passing-on/" + "x" * 43 + "/").status_code == 404


def test_the_schools_people_answer_on_its_page_and_find_where_it_went(client, asked, sent, bob):
    client.force_login(bob)
    assert "Yes, pass it on to Jurassic Maths Hub" in client.get(f"/apply/{sent.reference}/status/").content.decode()
    client.post(f"/apply/{sent.reference}/passing-on/", {"answer": "yes"})
    made = Application.objects.get(carried_from=sent)
    assert f"/apply/{made.reference}/status/" in client.get(f"/apply/{sent.reference}/status/").content.decode()
    assert sent.reference in client.get(f"/apply/{made.reference}/status/").content.decode()


def test_a_persons_list_costs_the_same_however_many_were_passed_on(client, asked, sent, glow, alice, there, bob):
    client.force_login(bob)
    passing.agree(asked, by=bob)
    steps.asked_to_pass_on(steps.sent(factories.SchoolFactory(), glow, bob), there, alice)

    def page() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            words = client.get("/my/").content.decode()
        return len(queries), words

    page()
    few, words = page()
    assert "asks whether it may pass your application on to Jurassic Maths Hub" in words
    for number in range(4):
        again = steps.asked_to_pass_on(steps.sent(factories.SchoolFactory(), glow, bob), there, alice)
        if number % 2:
            passing.agree(again, by=bob)
    assert page()[0] == few
