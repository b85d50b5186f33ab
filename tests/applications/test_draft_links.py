"""Without an account: begun in one browser, gone on with on any device, and nobody else let in."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import keys, trail
from applications.models import Application, DraftKey, DraftLink
from journal import outbox
from journal.models import Email, Event
from tests import factories, steps
from tests.applications.test_apply_send import words

ADDRESS = "olive@ashlane.example.org"


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture
def opening(glow, readiness, ash_lane):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    return factories.OpeningFactory(hub=glow, project=readiness)


@pytest.fixture
def choice(opening):
    return {"hub": opening.hub.slug, "project": opening.project.code, "email": ADDRESS}


@pytest.fixture
def olive(client, ash_lane, choice):
    """The browser she began in; `olive.draft` is her draft."""
    response = begin(client, ash_lane, choice)
    client.draft = Application.objects.get(started_email=ADDRESS)
    assert response["Location"] == tasks(client.draft)
    return client


@pytest.fixture
def phone():
    return Client()


def begin(client, school, choice, **more):
    return client.post(reverse("apply:begin", args=[school.urn]), choice | more)


def tasks(draft) -> str:
    return reverse("apply:tasks", args=[draft.reference])


def page(draft) -> str:
    return reverse("apply:page", args=[draft.reference, "people", "you"])


def link_in_the_newest_message(to=ADDRESS) -> str:
    text = Email.objects.filter(to=to).first().text
    return re.search(r"/draft/[\w-]{40,}/", text)[0]


def token_of(link: str) -> str:
    return link.split("/")[2]


def open_link(client, link: str, **more):
    return client.post(reverse("apply:go_on"), {"token": token_of(link)} | more)


def test_an_address_is_enough_to_begin_at_once(olive):
    assert "sections done" in words(olive.get(tasks(olive.draft)))
    assert olive.post(page(olive.draft), {"first_name": "Olive", "go": "later"}).status_code == 302
    assert Application.objects.get().answers["first_name"] == "Olive"


def test_an_address_is_needed_and_looked_at(client, ash_lane, choice):
    for wrong, says in {"": "Enter your email address.", "olive at": "Enter an email address like"}.items():
        assert says in words(begin(client, ash_lane, choice, email=wrong))
    assert not Application.objects.exists()


def test_the_link_opens_it_on_another_device(olive, phone):
    link = link_in_the_newest_message()
    assert "Go on with the application" in words(phone.get(link))
    assert open_link(phone, link)["Location"] == tasks(olive.draft)
    assert phone.post(page(olive.draft), {"first_name": "Olive", "go": "later"}).status_code == 302
    assert "Olive" in olive.get(page(olive.draft)).content.decode()


def test_looking_at_the_link_opens_nothing_and_uses_nothing_up(olive, phone):
    link = link_in_the_newest_message()
    for _ in range(3):  # a mail scanner
        assert phone.get(link).status_code == 200
    assert phone.get(tasks(olive.draft))["Location"].startswith(reverse("account_login"))
    assert open_link(phone, link).status_code == 302


def test_the_link_is_never_a_sign_in(olive, phone):
    open_link(phone, link_in_the_newest_message())
    assert phone.get(reverse("apply:mine"))["Location"].startswith(reverse("account_login"))


def test_the_link_opens_one_application_only(olive, phone, birch_road, glow, grace):
    other = steps.sent(birch_road, glow, grace)
    open_link(phone, link_in_the_newest_message())
    assert phone.get(tasks(other))["Location"].startswith(reverse("account_login"))


def test_a_stranger_who_types_the_address_gets_a_draft_of_their_own(olive, phone, ash_lane, choice):
    olive.post(page(olive.draft), {"first_name": "Olive", "go": "later"})
    theirs = begin(phone, ash_lane, choice)["Location"]
    assert theirs != tasks(olive.draft)
    assert "Olive" not in phone.get(theirs + "check/").content.decode()
    assert olive.draft.reference not in phone.get(reverse("apply:begin", args=[ash_lane.urn])).content.decode()


def test_an_account_with_that_address_makes_no_difference(olive, phone, ash_lane, choice, bob):
    draft = steps.draft(ash_lane, factories.HubFactory(), bob)
    response = begin(phone, ash_lane, choice, email=bob.email)
    assert phone.get(response["Location"]).status_code == 200
    assert phone.get(tasks(draft))["Location"].startswith(reverse("account_login"))


def test_the_same_browser_asking_again_gets_the_same_draft(olive, ash_lane, choice):
    assert begin(olive, ash_lane, choice, email=ADDRESS.upper())["Location"] == tasks(olive.draft)
    assert Application.objects.count() == 1


def test_a_double_click_gets_the_same_draft_without_a_session(client, phone, ash_lane, choice):
    once = {"once": "x" * 32}
    assert begin(client, ash_lane, choice, **once)["Location"] == begin(phone, ash_lane, choice, **once)["Location"]
    assert Email.objects.filter(to=ADDRESS).count() == 1


def test_the_owner_of_the_address_shuts_out_who_typed_it(olive, phone):
    link = link_in_the_newest_message()
    assert "It is shut" in words(open_link(phone, link, not_mine="yes"))
    assert olive.get(tasks(olive.draft))["Location"].startswith(reverse("account_login"))
    assert "This link no longer works" in words(phone.get(link))


def test_whoever_proves_the_address_finds_it_after_signing_in(olive, charlie, phone):
    phone.force_login(charlie)
    address = EmailAddress.objects.create(user=charlie, email=ADDRESS, verified=False)
    assert phone.get(tasks(olive.draft)).status_code == 404
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert phone.get(tasks(olive.draft)).status_code == 200


def test_a_key_that_ran_out_opens_nothing(olive, phone):
    link = link_in_the_newest_message()
    DraftKey.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert "This link no longer works" in words(phone.get(link))
    assert "This link no longer works" in words(open_link(phone, link))
    assert olive.get(tasks(olive.draft))["Location"].startswith(reverse("account_login"))


def test_it_lasts_thirty_days_beyond_the_closing_date(olive, opening):
    assert {key.expires for key in DraftKey.objects.all()} == {opening.closes + timedelta(days=30)}


def test_a_new_link_comes_to_whom_it_opens_something(olive, phone):
    first = link_in_the_newest_message()
    phone.post(reverse("apply:new_link"), {"email": ADDRESS.title()})
    newest = link_in_the_newest_message()
    assert newest != first
    assert open_link(phone, newest).status_code == 302
    assert open_link(Client(), first).status_code == 302


def test_the_answer_is_the_same_for_every_address(olive, phone):
    said = {
        words(phone.post(reverse("apply:new_link"), {"email": address})).replace(address, "")
        for address in (ADDRESS, "nobody@example.org")
    }
    assert len(said) == 1
    assert "There is none under this address" in Email.objects.get(to="nobody@example.org").text


def test_an_address_is_not_flooded(olive, phone):
    for _ in range(9):
        assert "Look at your email" in words(phone.post(reverse("apply:new_link"), {"email": ADDRESS}))
    assert Email.objects.filter(to=ADDRESS).count() <= 3


def test_beginning_again_and_again_is_stopped_with_words(client, ash_lane, choice):
    answers = [begin(Client(), ash_lane, choice) for _ in range(4)]
    assert "Wait a few minutes" in words(answers[-1])
    assert answers[-1].status_code == 409


def test_the_token_is_kept_nowhere(olive):
    token = token_of(link_in_the_newest_message())
    outbox.send_batch()
    message = Email.objects.get(to=ADDRESS)
    assert (message.secret, message.text, message.html) == (True, "", "")
    kept = [*DraftLink.objects.values_list("token_hash", flat=True), str(list(Event.objects.values()))]
    assert token not in " ".join(kept)
    assert ADDRESS not in str(list(Event.objects.values()))


def test_the_page_of_a_link_tells_no_other_page_its_address(phone, olive):
    response = phone.get(link_in_the_newest_message())
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_leaving_a_shared_computer_closes_it_there(olive):
    assert "Nothing is open on this computer" in words(olive.post(reverse("apply:leave")))
    assert olive.get(tasks(olive.draft))["Location"].startswith(reverse("account_login"))


def test_it_is_sent_and_its_receipt_read_without_an_account(olive, alice):
    draft = olive.draft
    Application.objects.filter(pk=draft.pk).update(answers=steps.complete_answers(draft, email="head@example.org"))
    response = olive.post(reverse("apply:submit", args=[draft.reference]))
    assert draft.reference in words(olive.get(response["Location"]))
    receipts = Email.objects.filter(template="applications/received")
    assert sorted(receipts.values_list("to", flat=True)) == ["head@example.org", ADDRESS]


def test_the_trail_says_who_without_their_address(olive, phone):
    open_link(phone, link_in_the_newest_message())
    said = [str(entry) for entry in trail.trail(olive.draft)]
    assert said == [
        "The person with the link sent to o…@ashlane.example.org opened the link that was sent to them",
        "Somebody who gave the address o…@ashlane.example.org started this application",
    ]


def test_a_page_is_saved_in_few_queries_without_an_account(olive, django_assert_max_num_queries):
    olive.post(page(olive.draft), {"first_name": "Olive", "go": "later"})
    with django_assert_max_num_queries(4):
        olive.post(page(olive.draft), {"first_name": "Olive", "go": "later"})


def test_a_link_nobody_sent_opens_nothing(client, db):
    assert "This link no longer works" in words(client.get("/draft/made-up/"))
    assert keys.disown("made-up") is None


def test_a_session_from_before_is_not_the_one_that_opens_it(olive, phone):
    phone.post(reverse("apply:leave"))
    phone.get(reverse("account_login"))
    phone.session["planted"] = True
    before = phone.session.session_key
    open_link(phone, link_in_the_newest_message())
    assert phone.session.session_key != before
