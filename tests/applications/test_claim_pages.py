"""The pages about claims of schools: the person's, the school's, and the hub's desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import claiming
from journal.models import Email
from schools.models import Claim, SchoolRole
from tests import factories, steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(ash_lane, glow, charlie):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    return claiming.claim(school=ash_lane, kind="office", name="Charlie Cole", by=charlie)


def desk(answer: str = "", key: int = 0) -> str:
    return reverse("desk:answer_claim", args=["glow", key, answer]) if answer else reverse("desk:claims", args=["glow"])


def test_somebody_asks_waits_and_takes_it_back(client, ash_lane, charlie):
    client.force_login(charlie)
    address = reverse("apply:claim", args=[ash_lane.urn])
    assert "Enter your name." in client.post(address, {"kind": "office", "name": " "}).content.decode()
    assert client.post(address, {"kind": "office", "name": "Charlie Cole"}).status_code == 302
    assert "Not verified yet" in client.get(address).content.decode()
    assert "Not verified yet" in client.get(reverse("apply:mine")).content.decode()
    client.post(reverse("apply:leave_claim", args=[ash_lane.urn]))
    assert Claim.objects.get().status == "taken_back"


def test_the_page_tells_nothing_of_the_school_but_what_the_register_has(client, claim, sent, bob, helen, charlie):
    client.force_login(charlie)
    page = client.get(reverse("apply:claim", args=[claim.school.urn])).content.decode()
    assert not [words for words in (bob.email, helen.email, "Bright", "Hart", sent.reference) if words in page]
    assert client.get(reverse("schools:people", args=[claim.school.urn])).status_code == 404
    assert client.get(reverse("apply:status", args=[sent.reference])).status_code == 404


def test_a_wrong_code_is_said_beside_the_field_and_the_right_one_opens_the_school(client, claim, charlie):
    client.force_login(charlie)
    address = reverse("apply:claim_code", args=[claim.school.urn])
    answer = client.post(address, {"code": "2222-2222-2222"})
    assert (answer.status_code, answer.context["form"].errors["code"][0][:20]) == (409, "This is not the code")
    letter = Email.objects.get(template="applications/claim_hub").text
    code = letter.partition("28 days:\n")[2].split()[0]
    assert client.post(address, {"code": code}).url == reverse("schools:people", args=[claim.school.urn])


def test_the_desk_lists_searches_and_counts_claims_of_its_area(client, claim, alice, dana, jurassic):
    client.force_login(alice)
    page = client.get(desk())
    assert "Charlie Cole" in page.content.decode()
    assert page.context["rail"]["claims"] == 1
    assert "Nobody fits" in client.get(desk(), {"q": "zebra\x00"}).content.decode()
    assert len(client.get(desk(), {"q": "900001"}).context["rows"]) == 1
    client.force_login(dana)
    assert "Nobody waits" in client.get(reverse("desk:claims", args=["jurassic"])).content.decode()


def test_the_desk_confirms_and_keeps_what_was_typed_too_late(client, claim, alice, charlie):
    client.force_login(alice)
    assert client.post(desk("refuse", claim.pk), {"reason": ""}).status_code == 422
    assert client.post(desk("confirm", claim.pk)).status_code == 302
    assert SchoolRole.objects.current().filter(user=charlie, school=claim.school).exists()
    assert client.post(desk("confirm", claim.pk)).status_code == 409
    assert client.post(desk("refuse", claim.pk), {"reason": "They said no."}).status_code == 302


def test_the_school_answers_on_its_own_page(client, claim, bob, charlie):
    client.force_login(bob)
    assert "Charlie Cole" in client.get(reverse("schools:people", args=[claim.school.urn])).content.decode()
    client.post(reverse("schools:answer_claim", args=[claim.school.urn, claim.pk, "confirm"]))
    assert SchoolRole.objects.current().filter(user=charlie, school=claim.school).exists()


def test_the_list_costs_the_same_for_one_and_for_thirty(client, claim, alice):
    client.force_login(alice)
    client.get(desk())
    with CaptureQueriesContext(connection) as few:
        client.get(desk())
    for number in range(29):
        person = factories.UserFactory()
        school = factories.SchoolFactory()
        Claim.objects.create(school=school, user=person, kind="office", name=f"P {number}", email=person.email)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(desk()).context["rows"]) == 25
    assert len(many) == len(few)


def test_my_schools_lead_to_the_people_of_the_school(client, sent, bob, charlie, birch_road, glow):
    client.force_login(bob)
    assert reverse("schools:people", args=[900_001]) in client.get(reverse("apply:mine")).content.decode()
    steps.sent(birch_road, glow, charlie)
    client.force_login(charlie)
    assert reverse("apply:claim", args=[900_002]) in client.get(reverse("apply:mine")).content.decode()
