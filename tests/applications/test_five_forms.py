"""The forms of all five kinds: what each asks of whom, and what becomes of teacher reference numbers."""

import pytest
from django.urls import reverse

from applications import spec, workflow
from applications.forms import page_form
from applications.spec.check import problems, tidy_postcode, tidy_trn
from applications.spec.types import Field, Kind, Page
from journal.models import Email
from tests import factories, steps
from tests.applications.test_apply_send import words
from workgroups.models import Project

KINDS = list(Project.Kind)


@pytest.fixture
def started(ash_lane, glow, bob, editions):
    """A draft of any kind."""
    return lambda kind: steps.draft(ash_lane, glow, bob, factories.project(kind))


def form_of(kind) -> spec.FormSpec:
    return spec.form_for(factories.project(kind))


def said(application, section, page, **answers) -> list[str]:
    asked = spec.form_for(application.project).page(section, page)
    complete = steps.complete_answers(application)
    return [says for _, says in problems(asked, complete | answers)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_form_is_begun_filled_in_and_sent(started, bob, kind):
    draft = started(kind)
    assert spec.missing(draft)
    draft = workflow.save_page(draft, answers=steps.complete_answers(draft), by=bob)
    assert spec.missing(draft) == []
    assert workflow.submit(draft, by=bob).status == "submitted"


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_of_each_form_is_drawn_and_read_back(started, bob, client, kind):
    draft = started(kind)
    client.force_login(bob)
    for section, page in spec.form_for(draft.project).pages():
        assert client.get(reverse("apply:page", args=[draft.reference, section.slug, page.slug])).status_code == 200
    workflow.save_page(draft, answers=steps.complete_answers(draft), by=bob)
    answered = words(client.get(reverse("apply:check", args=[draft.reference])))
    assert "Send to GLOW Maths Hub" in answered


@pytest.mark.parametrize("kind", KINDS)
def test_each_form_has_the_sections_that_a_further_question_can_stand_in(editions, kind):
    slugs = {section.slug for section in form_of(kind).sections}
    assert {"school", "people", "why", "agree"} <= slugs


def test_development_asks_what_each_lead_teacher_is(started):
    draft = started("development")
    assert said(draft, "people", "lead-senior", lead_senior_standing="") == [
        "Say whether the first lead teacher is on the senior leadership team, the maths lead, or both."
    ]
    assert said(draft, "people", "lead-change", lead_change_able=False) == [
        "Tick to say that the second lead teacher is able to make significant changes in practice."
    ]


def test_the_two_lead_teachers_differ_and_the_head_may_be_the_first(started):
    draft = started("development")
    same = {"lead_senior_email": "jo@example.org"}
    assert said(draft, "people", "lead-change", **same, lead_change_email="JO@example.org")
    assert not said(draft, "people", "headteacher", **same, headteacher_email="jo@example.org")
    assert said(draft, "people", "headteacher", headteacher_email=steps.complete_answers(draft)["lead_change_email"])


def test_sustaining_asks_who_leads_maths_where_the_lead_participant_does_not(started):
    draft = started("sustaining")
    assert not said(draft, "people", "lead-participant", maths_lead_name="")
    assert said(draft, "people", "lead-participant", lead_participant_leads_maths="no", maths_lead_name="") == [
        "Enter the name of the teacher who leads maths."
    ]


def test_the_two_mastery_advocates_differ_and_the_head_of_department_may_be_the_experienced_one(started):
    draft = started("secondary")
    head = {"head_of_department_email": "jo@example.org", "head_of_department_trn": "1234567"}
    assert not said(
        draft,
        "people",
        "advocate-experienced",
        **head,
        advocate_experienced_email="jo@example.org",
        advocate_experienced_trn="1234567",
    )
    assert said(
        draft, "people", "advocate-developing", advocate_experienced_trn="1234567", advocate_developing_trn="1234567"
    ) == ["You have named this person already. Name another, with a teacher reference number of their own."]


def test_a_department_gives_its_telephone_year_groups_and_what_it_did_before(started):
    draft = started("secondary")
    assert said(draft, "school", "details", school_telephone="") == ["Enter the school’s telephone number."]
    assert said(draft, "people", "advocate-experienced", advocate_experienced_year_groups=[]) == [
        "Tick the year groups that this teacher teaches."
    ]
    assert len(said(draft, "school", "specialist", worked_before_who="", worked_before_how="")) == 2


def test_whom_an_answer_is_about_is_said_shortly(editions):
    fields = {field.name: field for field in form_of("secondary").fields()}
    assert fields["headteacher_trn"].about == "Headteacher"
    assert fields["headteacher_trn"].asks == "Enter the headteacher’s teacher reference number."


def test_year_groups_read_as_a_list(editions):
    field = next(field for field in form_of("secondary").fields() if field.kind is Kind.CHOICES)
    page = Page("page", "Page", (field,))
    rows = spec.answers_of(page, {field.name: ["7", "9"]})
    assert rows[0]["value"] == "Year 7, Year 9"


@pytest.mark.parametrize(
    "typed", ["9912345", "RP99/12345", "rp 99/12345", "99 12345", "99-12345", "TRN 9912345", " 99/12345 ", "٩٩١٢٣٤٥"]
)
def test_a_teacher_reference_number_is_kept_as_seven_digits(typed):
    page = Page("page", "Page", (Field("trn", "TRN", Kind.TRN, most_characters=40),))
    form = page_form(page)({"trn": typed}, answers={}, school_id=1)
    assert form.is_valid(), form.errors
    assert form.given == {"trn": "9912345"}


@pytest.mark.parametrize("typed", ["991234", "99123456", "not known", "XX99/12345", "99/1234a"])
def test_what_is_no_teacher_reference_number_stays_as_typed_and_is_told_how_one_looks(typed):
    page = Page("page", "Page", (Field("trn", "TRN", Kind.TRN),))
    assert tidy_trn(typed) == typed
    assert "7 numbers, like 9912345" in problems(page, {"trn": typed})[0][1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("gl51aa", "GL5 1AA"), (" Gl5  1Aa", "GL5 1AA"), ("sw1a1aa", "SW1A 1AA"), ("m11ae", "M1 1AE"), ("next", "next")],
)
def test_postcodes_are_kept_tidy(typed, kept):
    assert tidy_postcode(typed.strip()) == kept


def test_what_is_no_postcode_is_told_how_one_looks():
    page = Page("page", "Page", (Field("postcode", "Postcode", Kind.POSTCODE),))
    assert problems(page, {"postcode": "Stroud"}) == [("postcode", "Enter a postcode like GL5 1AA.")]
    assert problems(page, {"postcode": "gl51aa"}) == []


@pytest.mark.parametrize("name", ["Siân", "مريم", "D’Arcy-O'Neill", "王", "Björk", "Ngũgĩ", "x"])
def test_names_of_any_characters_are_kept(started, bob, name):
    draft = started("readiness")
    page = spec.form_for(draft.project).page("people", "you")
    given = steps.complete_answers(draft) | {"first_name": name, "last_name": name}
    form = page_form(page)(given, answers={}, school_id=draft.school_id)
    assert form.is_valid(), form.errors
    assert workflow.save_page(draft, answers=form.given, by=bob).answers["first_name"] == name


def test_teacher_reference_numbers_stand_in_no_search_no_message_and_no_event(started, bob):
    draft = started("secondary")
    numbers = [f"765432{place}" for place in range(4)]
    people = ("headteacher", "head_of_department", "advocate_experienced", "advocate_developing")
    own = {f"{code}_trn": number for code, number in zip(people, numbers, strict=True)}
    draft = workflow.save_page(draft, answers=steps.complete_answers(draft, **own), by=bob)
    sent = workflow.submit(draft, by=bob)
    receipt = Email.objects.get(key=f"application-received-{sent.pk}")
    assert "765432" in str(sent.frozen)
    assert "765432" not in sent.search_text + receipt.text + receipt.html + receipt.subject
    assert "teacher reference number (TRN)\nGiven" in receipt.text


def test_the_frozen_form_marks_what_is_about_a_person(started):
    draft = started("secondary")
    draft.answers = steps.complete_answers(draft)
    rows = {row["name"]: row for section in spec.frozen_form(draft) for row in section["answers"]}
    assert rows["headteacher_trn"]["trn"]
    assert rows["headteacher_trn"]["personal"]
    assert rows["email"] == {
        "label": "Email", "value": "email@example.org", "name": "email", "page": "you", "personal": True
    }  # fmt: skip
    assert "personal" not in rows["statement"]
