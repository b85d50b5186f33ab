"""One page of the form in the browser's hands: saved, refused with words, and never lost."""

import pytest
from django.urls import reverse

from applications.models import Application
from tests import factories

YOU = {
    "first_name": "José",
    "last_name": "O’Brien",
    "job": "Headteacher",
    "email": "jose@example.org",
    "telephone": "01632 960 001",
}
LONG = "x" * 5000


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


def url(draft, section, page) -> str:
    return reverse("apply:page", args=[draft.reference, section, page])


def kept(draft) -> dict:
    return Application.objects.get(pk=draft.pk).answers


def errors(response) -> dict:
    return {name: list(words) for name, words in response.context["form"].errors.items()}


def test_a_saved_page_leads_to_the_next(bobs, draft):
    response = bobs.post(url(draft, "people", "you"), YOU)
    assert response["Location"] == url(draft, "people", "maths-lead")
    assert kept(draft) == YOU


def test_the_last_page_leads_to_the_answers(bobs, draft):
    response = bobs.post(url(draft, "agree", "privacy"), {"privacy": "on"})
    assert response["Location"] == reverse("apply:check", args=[draft.reference])


def test_a_page_opened_from_the_answers_leads_back_to_them(bobs, draft):
    response = bobs.post(url(draft, "people", "you") + "?check", YOU)
    assert response["Location"] == reverse("apply:check", args=[draft.reference])


def test_saving_one_page_leaves_the_others_alone(bobs, draft):
    bobs.post(url(draft, "people", "you"), YOU)
    bobs.post(url(draft, "agree", "privacy"), {"privacy": "on"})
    assert kept(draft) == YOU | {"privacy": True}


def test_a_page_with_a_mistake_keeps_what_was_typed_on_the_screen(bobs, draft):
    response = bobs.post(url(draft, "people", "you"), YOU | {"email": "jose at example"})
    assert errors(response) == {"email": ["Enter an email address like name@example.org."]}
    assert "jose at example" in response.content.decode()
    assert "<title>Error: " in response.content.decode()
    assert kept(draft) == {}


def test_an_unfinished_page_can_be_kept_for_later(bobs, draft):
    response = bobs.post(url(draft, "people", "you"), {"first_name": "José", "go": "later"})
    assert response["Location"] == reverse("apply:tasks", args=[draft.reference])
    assert kept(draft)["first_name"] == "José"
    assert "Enter your last name." in bobs.get(response["Location"]).content.decode()


@pytest.mark.parametrize("bad", ["a\x00b", "\x1b[31m", "\x07"])
@pytest.mark.parametrize("go", ["next", "later"])
def test_hidden_characters_are_refused_beside_the_field(bobs, draft, bad, go):
    response = bobs.post(url(draft, "people", "you"), YOU | {"job": bad, "go": go})
    assert errors(response) == {
        "job": ["This holds a hidden character that we cannot keep. Delete it and type it again."]
    }


def test_half_a_character_never_reaches_the_database(bobs, draft):
    body = b"first_name=%ED%A0%80&last_name=B&job=C&email=d@example.org&telephone=01632960001"
    response = bobs.generic("POST", url(draft, "people", "you"), body, "application/x-www-form-urlencoded")
    assert response.status_code in (200, 302)
    assert "\ud800" not in str(kept(draft))


@pytest.mark.parametrize("name", ["first_name", "job", "email", "telephone"])
def test_too_many_characters_are_counted(bobs, draft, name):
    response = bobs.post(url(draft, "people", "you"), YOU | {name: LONG})
    assert "You have used 5,000." in errors(response)[name][0]
    assert LONG in response.content.decode()


@pytest.mark.parametrize("name", ["O'Brien", "José", "王", "Ní Bhriain-Smith", "<b>Bold</b>", "10" * 15])
def test_people_are_called_what_they_are_called(bobs, draft, name):
    bobs.post(url(draft, "people", "you"), YOU | {"last_name": name})
    assert kept(draft)["last_name"] == name
    assert "<b>Bold</b>" not in bobs.get(url(draft, "people", "you")).content.decode()


def test_the_second_teacher_is_another_person(bobs, draft):
    first = {"maths_lead_first_name": "Ada", "maths_lead_last_name": "Li", "maths_lead_email": "ada@example.org"}
    bobs.post(url(draft, "people", "maths-lead"), first)
    second = {name.replace("maths_lead", "second_teacher"): value for name, value in first.items()}
    response = bobs.post(url(draft, "people", "second-teacher"), second | {"second_teacher_email": "ADA@example.org"})
    assert list(errors(response)) == ["second_teacher_email"]


def test_a_criterion_ticked_needs_what_shows_it(bobs, draft):
    response = bobs.post(url(draft, "why", "criteria"), {"criterion_ofsted": "on", "evidence_turnover": "unasked"})
    assert list(errors(response)) == ["inspected_ofsted", "evidence_ofsted"]
    shown = {"inspected_ofsted": "14 May 2026", "evidence_ofsted": "Requires Improvement"}
    response = bobs.post(url(draft, "why", "criteria"), {"criterion_ofsted": "on", **shown})
    assert response.status_code == 302


def test_no_criterion_is_too_few(bobs, draft):
    response = bobs.post(url(draft, "why", "criteria"), {})
    assert errors(response) == {"criterion_ofsted": ["Tick at least one of these."]}


def test_the_word_limit_is_the_editions(bobs, draft):
    assert bobs.post(url(draft, "why", "statement"), {"statement": "word " * 250}).status_code == 302
    response = bobs.post(url(draft, "why", "statement"), {"statement": "word " * 251})
    assert errors(response) == {"statement": ["You have used 251 words, and the most is 250. Take out 1 word."]}
    assert 'data-word-limit="250"' in response.content.decode()


def test_line_breaks_of_a_statement_are_kept(bobs, draft):
    bobs.post(url(draft, "why", "statement"), {"statement": " one\r\n\r\ntwo \r\n"})
    assert kept(draft)["statement"] == "one\n\ntwo"


def test_a_page_that_is_not_there_is_a_404(bobs, draft):
    assert bobs.get(url(draft, "people", "nobody")).status_code == 404


def test_a_page_of_what_was_sent_leads_to_where_it_stands(bobs, sent):
    response = bobs.post(url(sent, "people", "you"), YOU | {"first_name": "Changed"})
    assert response["Location"] == reverse("apply:status", args=[sent.reference])
    assert kept(sent)["first_name"] != "Changed"


def test_one_page_is_saved_in_few_queries(bobs, draft, django_assert_max_num_queries):
    bobs.post(url(draft, "people", "you"), YOU)
    with django_assert_max_num_queries(4):  # session, person, draft, save
        bobs.post(url(draft, "people", "you"), YOU)


def test_a_hint_of_the_edition_is_never_markup(bobs, draft):
    draft.project.criteria.filter(code="ofsted").update(evidence_hint="<script>alert(1)</script>")
    assert "<script>alert" not in bobs.get(url(draft, "why", "criteria")).content.decode()


def test_the_hubs_own_notice_is_acknowledged(bobs, draft):
    assert "keep it for six years" in bobs.get(url(draft, "agree", "privacy")).content.decode()
    assert list(errors(bobs.post(url(draft, "agree", "privacy"), {}))) == ["privacy"]


def test_register_facts_are_shown_and_can_be_put_right(bobs, draft):
    page = url(draft, "school", "details")
    assert "Ash Lane Primary School" in bobs.get(page).content.decode()
    assert list(errors(bobs.post(page, {"school_right": "no"}))) == ["school_correction"]
    assert bobs.post(page, {"school_right": "no", "school_correction": "We moved to GL5 2BB."}).status_code == 302


@pytest.mark.parametrize("who", ["charlie", "grace", "alice", "dana", "nadia"])
def test_somebody_elses_draft_is_not_there(client, draft, who, request):
    client.force_login(request.getfixturevalue(who))
    for name in ("tasks", "check", "status"):
        assert client.get(reverse(f"apply:{name}", args=[draft.reference])).status_code == 404
    assert client.get(url(draft, "people", "you")).status_code == 404
    assert client.post(url(draft, "people", "you"), YOU).status_code == 404
    assert client.post(reverse("apply:submit", args=[draft.reference])).status_code == 404


def test_nobody_is_asked_to_sign_in(client, draft):
    for name in ("tasks", "check", "status"):
        response = client.get(reverse(f"apply:{name}", args=[draft.reference]))
        assert response["Location"].startswith(reverse("account_login"))


def test_a_colleague_goes_on_with_a_draft(client, draft, helen):
    client.force_login(helen)
    assert client.post(url(draft, "people", "you"), YOU).status_code == 302
    assert kept(draft) == YOU


def test_a_colleague_of_yesterday_does_not(client, draft):
    left = factories.school_person(draft.school, email="left@example.org")
    left.school_roles.update(ends=left.school_roles.get().starts)
    client.force_login(left)
    assert client.get(reverse("apply:tasks", args=[draft.reference])).status_code == 404
