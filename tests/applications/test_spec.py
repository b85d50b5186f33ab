"""The form as data: what it asks, what is missing, and how it reads once sent."""

import pytest

from applications import spec
from applications.spec.check import count_words, problems
from applications.spec.types import AtLeast, Different, Field, Kind, Page
from tests import steps
from workgroups.models import Clause, Project

NAME = Field("name", "Name", asks="Enter a name.")


def page(*fields, rules=()) -> Page:
    return Page("page", "Page", fields, rules=rules)


def says(fields, answers) -> list[str]:
    return [words for _, words in problems(page(*fields), answers)]


def test_an_empty_answer_is_asked_for_in_words():
    assert problems(page(NAME), {}) == [("name", "Enter a name.")]


def test_what_is_not_needed_may_stay_empty():
    assert not says([Field("more", "More", needed=False)], {})


def test_a_question_that_does_not_arise_is_not_asked_for():
    why = Field("why", "Why?", asks="Say why.", only_if=("name", "Ash"))
    assert not says([NAME, why], {"name": "Birch"})
    assert says([NAME, why], {"name": "Ash"}) == ["Say why."]


@pytest.mark.parametrize("address", ["name", "name@", "two@@example.org", "name@example.org other@example.org", 17])
def test_what_is_no_email_address_is_told_how_one_looks(address):
    assert says([Field("email", "Email", Kind.EMAIL)], {"email": address}) == [
        "Enter an email address like name@example.org."
    ]


@pytest.mark.parametrize("number", ["01632 960 001", "+44 1632 960001", "(01632) 960001 ext 12"])
def test_telephone_numbers_may_be_written_in_many_ways(number):
    assert not says([Field("phone", "Phone", Kind.PHONE)], {"phone": number})


@pytest.mark.parametrize("number", ["960", "ask at the office", "0" * 40])
def test_what_cannot_be_rung_is_not_a_telephone_number(number):
    assert says([Field("phone", "Phone", Kind.PHONE)], {"phone": number})


def test_the_word_limit_counts_what_stands_between_white_space():
    assert count_words("well-known  facts,\n\nO’Brien’s\t王 3.5%") == 5
    statement = Field("why", "Why", Kind.WORDS, most_words=3)
    assert not says([statement], {"why": "one two three"})
    assert says([statement], {"why": "one two three four"}) == [
        "You have used 4 words, and the most is 3. Take out 1 word."
    ]


@pytest.mark.parametrize("answer", ["maybe", ["yes"], 10**30])
def test_a_choice_that_was_never_offered_is_no_answer(answer):
    assert says([Field("group", "Group?", Kind.CHOICE, "Choose.", choices=(("a", "A"),))], {"group": answer}) == [
        "Choose."
    ]


def test_at_least_so_many_ticks_are_needed():
    ticks = [Field(name, name, Kind.TICK, needed=False) for name in "abc"]
    two = page(*ticks, rules=(AtLeast(("a", "b", "c"), 2, "Tick two."),))
    assert problems(two, {"a": True}) == [("a", "Tick two.")]
    assert problems(two, {"a": True, "c": True}) == []


def test_the_second_person_is_another_one_whatever_the_case_and_spaces():
    second = page(Field("second", "Second"), rules=(Different("second", ("first",), "Name another."),))
    assert problems(second, {"first": "jo@example.org", "second": " JO@example.org"}) == [("second", "Name another.")]


def test_an_untouched_draft_misses_something_in_every_section(draft):
    sections = spec.walk(spec.form_for(draft.project), draft.answers)
    assert [section.state for section in sections] == ["to do"] * 5
    assert "Enter your first name." in spec.missing(draft)


def test_a_complete_form_misses_nothing(draft, bob):
    draft.answers = steps.complete_answers(draft)
    assert spec.missing(draft) == []
    assert all(section.state == "done" for section in spec.walk(spec.form_for(draft.project), draft.answers))


def test_a_section_begun_says_three_things_and_how_many_more(draft):
    draft.answers = {"first_name": "Bob"}
    people = spec.walk(spec.form_for(draft.project), draft.answers)[1]
    assert people.state == "started"
    assert people.missing_said.startswith("Enter your last name.")
    assert people.missing_said.endswith("And 11 more.")
    assert people.first_open.slug == "you"


def test_every_clause_of_the_edition_is_its_own_tick(draft):
    draft.answers = steps.complete_answers(draft, clause_visits=False)
    assert spec.missing(draft) == ["Tick “The school releases both teachers for the half-day visits…” to agree to it."]


def test_a_clause_reworded_in_the_admin_shows_at_once(draft):
    assert "A new promise." not in str(spec.form_for(draft.project))
    Clause.objects.filter(project=draft.project, code="visits").update(text="A new promise.")
    assert "A new promise." in str(spec.form_for(Project.objects.get(pk=draft.project_id)))


def test_the_form_of_an_edition_is_read_in_one_query(readiness, django_assert_num_queries):
    with django_assert_num_queries(1):
        spec.form_for(readiness)


def test_the_frozen_form_holds_wording_and_answers_of_today(draft):
    draft.answers = steps.complete_answers(draft, first_name="José", criterion_ofsted=False)
    frozen = {section["title"]: section["answers"] for section in spec.frozen_form(draft)}
    first_name = {"label": "First name", "value": "José", "name": "first_name", "page": "you", "personal": True}
    assert first_name in frozen["People"]
    assert "Ofsted" not in str(frozen["Why your school"])


def test_criteria_claimed_are_those_ticked_with_their_evidence(draft):
    ticks = {f"criterion_{criterion.code}": False for criterion in draft.project.criteria.all()}
    draft.answers = ticks | {"criterion_ofsted": True, "evidence_ofsted": "May 2026", "evidence_turnover": "old words"}
    assert spec.criteria_claimed(draft) == {"ofsted": "May 2026"}


def test_the_names_on_the_form_can_be_searched_for(draft):
    draft.answers = {"last_name": "O’Brien", "second_teacher_last_name": "王"}
    assert spec.searchable(draft) == "O’Brien 王"


def test_field_names_never_repeat(editions):
    for project in Project.objects.filter(kind__in=spec.DECLARATIONS):
        names = [field.name for field in spec.form_for(project).fields()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"typed": "St Mary's", "urn": None}, "Say which school you mean by “St Mary's”."),
        ({"typed": "Ash (URN 1)", "urn": 1, "name": "Ash"}, "Say how your school and Ash belong together."),
        (
            {"typed": "Ash (URN 1)", "urn": 1, "name": "Ash", "relationship": "other"},
            "Say in a few words what ties you to Ash.",
        ),
    ],
)
def test_a_school_named_is_known_and_tied_to_ours(readiness, row, words):
    group = spec.form_for(readiness).page("group", "schools")
    assert (
        "group_schools",
        words,
    ) in problems(group, {"in_group": "yes", "group_schools": [row]})
