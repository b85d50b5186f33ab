"""Sign-in by a code or a password: told apart by nobody outside, its mail in the outbox, its codes nowhere else."""

import logging
import re
import sys
from collections import Counter
from urllib.parse import quote

import pytest
from allauth.account import app_settings
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.people import change_email
from accounts.sign_in import SignupForm
from journal import outbox
from journal.models import Email
from tests import factories

CODE = re.compile(r"\b\d{4}-?\d{4}\b")
ASK = "/account/login/code/"
CONFIRM = "/account/login/code/confirm/"


@pytest.fixture(autouse=True)
def _no_earlier_tries():
    cache.clear()


@pytest.fixture
def hub_lead(alice):
    """Alice with a password, and an address she confirmed."""
    alice.set_password(factories.PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def code_in(email: Email) -> str:
    return CODE.search(email.text)[0]


def test_a_school_person_signs_in_with_the_code_in_the_outbox(client, bob):
    client.post(ASK, {"email": "Bob@Example.org"})
    waiting = Email.objects.get()
    assert (waiting.to, waiting.secret, waiting.sent) == ("bob@example.org", True, None)
    answer = client.post(CONFIRM, {"code": code_in(waiting)})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(bob.pk)


def test_the_request_sends_nothing_itself_and_the_words_are_erased_once_sent(client, bob):
    client.post(ASK, {"email": bob.email})
    assert mail.outbox == []
    outbox.send_batch()
    assert CODE.search(mail.outbox[0].body)
    sent = Email.objects.get()
    assert (sent.text, sent.html) == ("", "")


def test_a_wrong_code_is_said_and_the_third_ends_it(client, bob):
    client.post(ASK, {"email": bob.email})
    right = code_in(Email.objects.get())
    wrong = "00000000" if right != "0000-0000" else "11111111"
    first = client.post(CONFIRM, {"code": wrong})
    assert "This is not the code we sent" in first.content.decode()
    client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": right})
    assert "_auth_user_id" not in client.session


def test_nobody_outside_can_tell_a_known_address_from_an_unknown_one(bob):
    known = Client().post(ASK, {"email": bob.email})
    unknown = Client().post(ASK, {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    templates = set(Email.objects.values_list("to", "template"))
    assert templates == {("bob@example.org", "account/login_code"), ("nobody@example.org", "account/unknown_account")}


def test_signing_up_takes_an_email_address_and_its_code(client, db):
    client.post("/account/signup/", {"email": "New.Person@Example.org"})
    person = User.objects.get()
    assert (person.email, person.has_usable_password()) == ("new.person@example.org", False)
    client.post("/account/confirm-email/", {"code": code_in(Email.objects.get())})
    assert client.session["_auth_user_id"] == str(person.pk)
    assert EmailAddress.objects.get().verified


def test_signing_up_with_a_known_address_looks_the_same_and_makes_nobody(bob):
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    fresh = Client().post("/account/signup/", {"email": "fresh@example.org"})
    again = Client().post("/account/signup/", {"email": bob.email})
    assert (fresh.status_code, fresh.url) == (again.status_code, again.url)
    assert Email.objects.get(to=bob.email).template == "account/account_already_exists"
    assert User.objects.filter(email=bob.email).count() == 1


def test_somebody_an_administrator_added_is_not_made_twice_by_signing_up(client, bob):
    assert client.post("/account/signup/", {"email": "BOB@example.org"}).status_code == 302
    assert User.objects.get().email == "bob@example.org"
    assert Email.objects.get().template == "account/account_already_exists"


def test_a_double_click_on_signing_up_makes_one_account_and_no_error(client, bob, monkeypatch):
    def looked_before_the_other_click(form, address):
        form.account_already_exists = False
        return address

    monkeypatch.setattr(SignupForm, "validate_unique_email", looked_before_the_other_click)
    assert client.post("/account/signup/", {"email": bob.email}).status_code == 302
    assert User.objects.filter(email=bob.email).count() == 1


def test_hub_staff_sign_in_with_a_password(client, hub_lead):
    client.post("/account/login/", {"login": "ALICE@example.org", "password": factories.PASSWORD})
    assert client.session["_auth_user_id"] == str(hub_lead.pk)


def test_a_password_for_an_address_that_was_never_confirmed_asks_for_a_code_first(client, hub_lead):
    EmailAddress.objects.filter(user=hub_lead).delete()
    client.post("/account/login/", {"login": hub_lead.email, "password": factories.PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post("/account/confirm-email/", {"code": code_in(Email.objects.get())})
    assert client.session["_auth_user_id"] == str(hub_lead.pk)


def test_wrong_passwords_are_counted(client, hub_lead):
    for _ in range(5):
        client.post("/account/login/", {"login": hub_lead.email, "password": "a wrong guess"})
    answer = client.post("/account/login/", {"login": hub_lead.email, "password": factories.PASSWORD})
    assert "Too many tries" in answer.content.decode()


def test_codes_are_not_sent_without_end(bob):
    for _ in range(6):
        Client().post(ASK, {"email": bob.email})
    assert Email.objects.count() == 3


def test_a_forgotten_password_is_chosen_anew_with_a_code_and_its_owner_is_told(client, hub_lead):
    client.post("/account/password/reset/", {"email": hub_lead.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(Email.objects.get())})
    new = "quite another passphrase"
    client.post("/account/password/reset/complete/", {"password1": new, "password2": new})
    hub_lead.refresh_from_db()
    assert hub_lead.check_password(new)
    assert "Your password was reset." in Email.objects.get(template="account/notice").text


@pytest.mark.parametrize("where", ["https://elsewhere.example.org/", "//elsewhere.example.org", "javascript:alert(1)"])
def test_sign_in_leads_to_no_other_site(client, hub_lead, where):
    data = {"login": hub_lead.email, "password": factories.PASSWORD, "next": where}
    assert client.post("/account/login/", data).url == "/start/"


def test_no_address_and_no_code_is_written_to_a_log(client, bob, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(ASK, {"email": bob.email})
    code = code_in(Email.objects.get())
    outbox.send_batch()
    client.post(CONFIRM, {"code": code})
    said = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert bob.email not in said
    assert code not in said


def test_the_key_of_a_message_says_nothing_of_the_person(client, bob):
    client.post(ASK, {"email": bob.email})
    assert "bob" not in Email.objects.get().key


def test_a_changed_address_is_confirmed_anew(alice, adam):
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    change_email(alice, email=" Alice.New@Example.org", by=adam)
    assert alice.email == "alice.new@example.org"
    assert not EmailAddress.objects.filter(user=alice).exists()


@pytest.mark.parametrize(
    "odd", ["", "x", "a\x00@example.org", "a" * 300 + "@example.org", "‮@example.org", "@", "9" * 9999]
)
@pytest.mark.parametrize(
    ("path", "field"), [(ASK, "email"), ("/account/signup/", "email"), ("/account/login/", "login")]
)
def test_odd_addresses_get_an_answer_beside_the_field(client, db, path, field, odd):
    answer = client.post(path, {field: odd, "password": odd})
    assert answer.status_code == 200
    assert User.objects.count() == 0


def cost_of(email: str, path: str, field: str) -> tuple[int, bytes, str]:
    """Queries, the page's bytes after the redirect without what is different each time, and where it leads."""
    browser = Client()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(path, {field: email, "password": "a wrong guess"})
    page = (browser.get(answer.url) if answer.status_code == 302 else answer).content
    page = (
        re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)
        .replace(quote(email).encode(), b"")
        .replace(email.encode(), b"")
    )
    return len(queries), page, answer.headers.get("Location", "")


@pytest.mark.parametrize(("path", "field"), [(ASK, "email"), ("/account/login/", "login")])
def test_a_known_and_an_unknown_address_cost_the_same_and_get_the_same_bytes(hub_lead, path, field):
    cost_of("warm@example.org", path, field)
    known, unknown = (cost_of(email, path, field) for email in (hub_lead.email, "nobody@example.org"))
    assert known[1:] == unknown[1:]
    # An unknown address is looked up once more, by its key: it may be of somebody who has not signed in yet.
    assert abs(known[0] - unknown[0]) <= 1


def work_of(email: str) -> int:
    """Calls of functions that asking for a code makes: what its time is made of, and no clock is in it."""
    calls = Counter()
    cache.clear()
    sys.setprofile(lambda frame, event, arg: calls.update((event,)))
    try:
        Client().post(ASK, {"email": email})
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]


def test_a_known_and_an_unknown_address_are_as_much_work(hub_lead):
    work_of("warm@example.org")
    known, unknown = work_of(hub_lead.email), work_of("nobody@example.org")
    # Some tenth more for the unknown: it is looked up once more, as above.
    assert known <= unknown < 1.25 * known


def test_the_measure_of_work_tells_a_page_that_queues_no_email(hub_lead, monkeypatch):
    """The control: what made them alike is that both write a row of the outbox."""
    work_of("warm@example.org")
    known = work_of(hub_lead.email)
    monkeypatch.setattr(outbox, "queue", lambda *given, **named: None)
    assert work_of("nobody@example.org") < known


def test_a_whole_school_signs_in_from_one_network_address(db, ash_lane):
    people = [factories.school_person(ash_lane, email=f"teacher{number}@example.org") for number in range(70)]
    answers = {Client().post(ASK, {"email": person.email}).status_code for person in people}
    assert (answers, Email.objects.count()) == ({302}, 70)


def test_wrong_guesses_elsewhere_do_not_lock_a_person_out(client, hub_lead):
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(6):
        elsewhere.post("/account/login/", {"login": hub_lead.email, "password": "a wrong guess"})
    client.post("/account/login/", {"login": hub_lead.email, "password": factories.PASSWORD})
    assert client.session["_auth_user_id"] == str(hub_lead.pk)


def test_no_limit_counts_a_network_address_alone():
    rates = {name: rate or "" for name, rate in app_settings.RATE_LIMITS.items() if name != "verify_phone"}
    assert [name for name, rate in rates.items() if "/ip" in rate] == []
