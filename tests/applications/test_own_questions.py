"""Questions of one edition alone: made in the administration, then in form, check page, desk and what is kept."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from applications import spec, workflow
from tests import factories, steps
from tests.applications.test_apply_send import words
from workgroups.models import Project, Question


@pytest.fixture
def ask(readiness):
    def make(**own) -> Question:
        asked = {"project": readiness, "code": "ict", "label": "How many computers do you have?"}
        return Question.objects.create(**asked | own)

    return make


def fresh(project) -> spec.FormSpec:
    return spec.form_for(Project.objects.get(pk=project.pk))


def test_a_question_stands_in_the_section_it_was_put_in(readiness, ask):
    assert fresh(readiness).page("school", "more") is None
    ask(section="school")
    page = fresh(readiness).page("school", "more")
    assert page.title == "A few more questions"
    assert [(field.label, field.needed) for field in page.fields] == [("How many computers do you have?", False)]


def test_questions_come_in_their_order_and_other_editions_do_not_ask_them(readiness, ask):
    ask(order=2)
    ask(code="hall", label="Have you a hall?", kind="yes_no", order=1)
    assert fresh(readiness).page("why", "more").fields[0].label == "Have you a hall?"
    assert fresh(factories.project("sustaining")).page("why", "more") is None


def test_the_form_is_still_read_in_one_query(readiness, ask, django_assert_num_queries):
    ask(kind="words", most_words=20, hint="Roughly.")
    with django_assert_num_queries(1):
        field = fresh_field(readiness)
    assert (field.most_words, field.hint) == (20, "Roughly. Up to 20 words.")


def fresh_field(project):
    return spec.form_for(project).page("why", "more").fields[0]


def test_an_answer_is_seen_on_the_check_page_and_at_the_desk(ash_lane, glow, bob, alice, ask, client):
    ask(kind="choices", choices="A hall\r\nA library\n\nA garden", label="What do you have?")
    draft = steps.draft(ash_lane, glow, bob)
    answers = steps.complete_answers(draft, own_ict=["A hall", "A garden"])
    draft = workflow.save_page(draft, answers=answers, by=bob)
    client.force_login(bob)
    assert "What do you have? A hall, A garden" in words(client.get(reverse("apply:check", args=[draft.reference])))
    sent = workflow.submit(draft, by=bob)
    client.force_login(alice)
    desk = words(client.get(reverse("desk:application", args=["glow", sent.reference])))
    assert "What do you have? A hall, A garden" in desk


def test_what_is_needed_keeps_the_form_from_being_sent(ash_lane, glow, bob, ask):
    ask(needed=True)
    draft = steps.filled(ash_lane, glow, bob, own_ict="")
    assert spec.missing(draft) == ["Answer “How many computers do you have?”."]


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"kind": "choice", "choices": "One"}, "at least two answers"),
        ({"kind": "choices", "choices": "One\nOne"}, "are the same"),
        ({"kind": "line", "choices": "One\nTwo"}, "Nothing is chosen here"),
        ({"kind": "yes_no", "most_words": 5}, "Only several lines"),
        ({"kind": "choice", "choices": "x" * 151 + "\nTwo"}, "at most 150"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_words(readiness, own, says):
    with pytest.raises(ValidationError, match=says):
        Question(project=readiness, code="a", label="What?", **own).full_clean()


def test_the_database_keeps_a_choice_without_answers_out(ask):
    with pytest.raises(IntegrityError):
        ask(kind="choice")


def posted(project, *questions) -> dict:
    """The project's page as an administrator sends it, with so many new questions."""
    names = ("code", "year", "kind", "title", "group_size", "group_unit", "criteria_needed", "statement_words")
    data = {
        name: getattr(project, name) for name in (*names, "meetings", "release_days", "grant", "fewest", "lead_year")
    }
    for part in ("criteria", "clauses", "named_roles", "questions"):
        new = len(questions) if part == "questions" else 0
        data |= {f"{part}-TOTAL_FORMS": new, f"{part}-INITIAL_FORMS": 0}
    for number, question in enumerate(questions):
        whole = {"section": "why", "order": number, "kind": "line", **question}
        data |= {f"questions-{number}-{name}": value for name, value in whole.items()}
    return data


def test_an_administrator_asks_one_more_question(client, adam, readiness):
    client.force_login(adam, backend="accounts.backends.RoleBackend")
    page = reverse("admin:workgroups_project_change", args=[readiness.pk])
    assert "answers to choose from" in client.get(page).text.lower()
    response = client.post(page, posted(readiness, {"code": "ict", "label": "How many computers?"}))
    assert response.status_code == 302, words(response)
    assert fresh(readiness).page("why", "more").fields[0].name == "own_ict"


def test_two_questions_with_one_code_are_refused_in_words(client, adam, readiness):
    client.force_login(adam, backend="accounts.backends.RoleBackend")
    page = reverse("admin:workgroups_project_change", args=[readiness.pk])
    twice = [{"code": "ict", "label": "How many computers?"}, {"code": "ict", "label": "And how old?"}]
    said = words(client.post(page, posted(readiness, *twice)))
    assert "Another question has the code ict. Choose a different one." in said
    assert not Question.objects.exists()
