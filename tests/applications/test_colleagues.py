"""Colleagues are asked for a part: they fill it in by a link of their own, see nothing else, and can be taken back."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from applications import colleagues, keys, trail
from applications.models import Application, DraftKey
from journal.models import Email
from journal.moves import Refused
from tests import steps
from tests.applications.test_apply_pages import YOU, kept, url
from tests.applications.test_apply_send import words
from tests.applications.test_draft_links import link_in_the_newest_message, open_link, tasks, token_of

CARLA = "carla@ashlane.example.org"


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def carla(draft, bob):
    """Her browser; she was asked for the section of people."""
    colleagues.invite(draft, email=CARLA, sections=["people"], by=bob)
    browser = Client()
    open_link(browser, link_in_the_newest_message(to=CARLA))
    return browser


def page_of_colleagues(draft) -> str:
    return reverse("apply:colleagues", args=[draft.reference])


def test_a_colleague_is_asked_from_the_task_list(bobs, draft):
    assert page_of_colleagues(draft) in bobs.get(tasks(draft)).content.decode()
    bobs.post(page_of_colleagues(draft), {"email": CARLA.upper(), "sections": ["people"]})
    said = words(bobs.get(tasks(draft)))
    assert CARLA in said
    assert "Not opened yet" in said
    assert "Bob Bright asks you to fill in a part" in Email.objects.get(to=CARLA).text


def test_she_fills_in_her_part_and_comes_to_its_end(carla, draft):
    response = carla.post(url(draft, "people", "you"), YOU)
    assert response["Location"] == url(draft, "people", "maths-lead")
    assert kept(draft) == YOU
    last = carla.post(url(draft, "people", "second-teacher"), {"go": "later"})
    assert last["Location"] == tasks(draft)


def test_the_rest_is_not_hers_to_see(carla, draft, bob):
    Application.objects.filter(pk=draft.pk).update(
        answers=steps.complete_answers(draft, statement="Our secret reasons")
    )
    assert carla.get(url(draft, "why", "statement")).status_code == 404
    assert carla.post(url(draft, "why", "statement"), {"statement": "Mine"}).status_code == 404
    for name in ("tasks", "check"):
        said = words(carla.get(reverse(f"apply:{name}", args=[draft.reference])))
        assert "secret" not in said
        assert "Send to" not in said
    assert kept(draft)["statement"] == "Our secret reasons"


def test_she_neither_sends_it_nor_asks_others(carla, draft):
    Application.objects.filter(pk=draft.pk).update(answers=steps.complete_answers(draft))
    assert carla.post(reverse("apply:submit", args=[draft.reference])).status_code == 404
    assert carla.get(page_of_colleagues(draft)).status_code == 404
    assert carla.get(reverse("apply:ask_late", args=[draft.reference])).status_code == 404
    assert Application.objects.get().is_draft


def test_how_far_she_is_shows_on_the_task_list(bobs, carla, draft):
    assert "0 of 1 done" in words(bobs.get(tasks(draft)))
    Application.objects.filter(pk=draft.pk).update(answers=steps.complete_answers(draft))
    assert f"{CARLA} Done" in words(bobs.get(tasks(draft)))


def test_a_link_is_taken_back(bobs, carla, draft):
    key = DraftKey.objects.get(email=CARLA)
    bobs.post(reverse("apply:take_back", args=[draft.reference]), {"key": key.pk})
    assert carla.get(tasks(draft))["Location"].startswith(reverse("account_login"))
    assert CARLA not in words(bobs.get(tasks(draft)))


def test_whoever_is_asked_for_all_of_it_may_send_it(draft, bob):
    Application.objects.filter(pk=draft.pk).update(answers=steps.complete_answers(draft))
    key = colleagues.invite(draft, email=CARLA, sections=[], by=bob)
    browser = Client()
    open_link(browser, link_in_the_newest_message(to=CARLA))
    assert browser.post(reverse("apply:submit", args=[draft.reference])).status_code == 302
    assert str(trail.trail(draft)[0]) == "A colleague with the link sent to c…@ashlane.example.org sent it to the hub"
    assert browser.get(reverse("apply:status", args=[draft.reference])).status_code == 200
    assert key.opens_section("people")


def test_a_part_ends_when_it_is_sent(carla, draft, bob):
    steps.workflow.save_page(draft, answers=steps.complete_answers(draft), by=bob)
    steps.workflow.submit(Application.objects.get(pk=draft.pk), by=bob)
    assert carla.get(reverse("apply:status", args=[draft.reference]))["Location"].startswith(reverse("account_login"))


def test_her_saying_that_it_is_not_for_her_shuts_only_her_link(draft, bob, bobs):
    colleagues.invite(draft, email=CARLA, sections=[], by=bob)
    open_link(Client(), link_in_the_newest_message(to=CARLA), not_mine="yes")
    assert keys.key_of(token_of(link_in_the_newest_message(to=CARLA))) is None
    assert bobs.get(tasks(draft)).status_code == 200


def test_asked_again_it_is_as_asked_last(draft, bob):
    colleagues.invite(draft, email=CARLA, sections=["people"], by=bob)
    key = colleagues.invite(draft, email=CARLA, sections=["why"], by=bob)
    assert DraftKey.objects.get(application=draft) == key
    assert key.sections == ["why"]


def test_a_stranger_asks_nobody(draft, charlie):
    with pytest.raises(Refused):
        colleagues.invite(draft, email=CARLA, sections=[], by=charlie)


@pytest.mark.parametrize("sections", [["nowhere"], ["\x00"], ["x" * 5000]])
def test_a_part_that_is_not_there_is_not_shared(bobs, draft, sections):
    response = bobs.post(page_of_colleagues(draft), {"email": CARLA, "sections": sections})
    assert "Choose among these parts." in words(response)
    assert not DraftKey.objects.exists()


def test_the_task_list_costs_the_same_for_one_colleague_and_for_many(bobs, draft, bob, django_assert_max_num_queries):
    colleagues.invite(draft, email=CARLA, sections=["people"], by=bob)
    bobs.get(tasks(draft))
    with django_assert_max_num_queries(30) as one:
        bobs.get(tasks(draft))
    for number in range(19):
        colleagues.invite(draft, email=f"c{number}@example.org", sections=["people"], by=bob)
    with django_assert_max_num_queries(len(one)):
        bobs.get(tasks(draft))
    with pytest.raises(Refused):
        colleagues.invite(draft, email="more@example.org", sections=[], by=bob)


def test_a_school_person_who_was_asked_for_a_part_still_has_all_of_it(draft, bob, helen):
    colleagues.invite(draft, email=helen.email, sections=["people"], by=bob)
    browser = Client()
    browser.force_login(helen)
    open_link(browser, link_in_the_newest_message(to=helen.email))
    assert browser.get(url(draft, "why", "statement")).status_code == 200
