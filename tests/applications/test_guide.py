"""Which Work Group is right: each kind of school, with what it says, and the advice. No database."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from applications import guide
from applications.advice import advise, first_answers
from applications.eligibility import Facts, Past

CRITERIA = (("ofsted", "Our last inspection judged us so"), ("turnover", "Many changes of staff"))
PRIMARY = Facts(
    on=date(2026, 11, 20),
    kind="",
    year=2026,
    school_name="Ash Lane",
    register_status="1",
    is_state_funded=True,
    is_primary=True,
    is_secondary=False,
    type_name="Community school",
    register_date=date(2026, 9, 1),
    criteria_needed=1,
)
SECONDARY = replace(PRIMARY, is_primary=False, is_secondary=True)
ALL_THROUGH = replace(PRIMARY, is_secondary=True)
MIDDLE = replace(PRIMARY, is_primary=None, is_secondary=True)  # deemed secondary: Years 5 and 6 too
SPECIAL = replace(PRIMARY, is_secondary=True, type_name="Community special school")
NURSERY = replace(PRIMARY, is_primary=False, type_name="Local authority nursery school")
INDEPENDENT = replace(PRIMARY, is_state_funded=False, type_name="Other independent school")
CLOSED = replace(PRIMARY, register_status="2")
CLOSING = replace(PRIMARY, register_status="3")
PROPOSED = replace(PRIMARY, register_status="4")
UNCLEAR = replace(PRIMARY, is_primary=None, is_secondary=None, is_state_funded=None)


def was(facts: Facts, kind: str, year: int) -> Facts:
    return replace(facts, history=(*facts.history, Past(kind, year, "Ash Lane")))


def given(words: str) -> dict[str, tuple[str, ...]]:
    """Like "been=never criteria=ofsted,turnover"."""
    return {name: tuple(values.split(",")) for name, values in (part.split("=") for part in words.split())}


def walked(facts: Facts, words: str = "") -> guide.Walk:
    return guide.walk(facts, given(words), criteria=CRITERIA)


def asked(facts: Facts, words: str = "") -> str:
    question = walked(facts, words).question
    return question.name if question else ""


def advice(facts: Facts, words: str = ""):
    walk = walked(facts, words)
    assert walk.question is None, f"{walk.question.name} is still asked"
    return advise(facts, walk, criteria=CRITERIA)


NEW = "been=never criteria=none teachers=two"
ADVISED = [
    # New to the programme: Readiness where its circumstances are, and the school wants the year; else Development.
    (PRIMARY, "been=never criteria=none teachers=two", "development"),
    (PRIMARY, "been=unsure criteria=none teachers=two", "development"),
    (PRIMARY, "been=never criteria=ofsted ready=later teachers=two", "readiness"),
    (PRIMARY, "been=never criteria=ofsted,turnover ready=now teachers=two", "development"),
    (PRIMARY, "been=unsure criteria=turnover ready=later teachers=one", "readiness"),
    # In it before this service: taken at its word.
    (PRIMARY, "been=readiness teachers=two", "development"),
    (PRIMARY, "been=development when=last", "embedding"),
    (PRIMARY, "been=development when=earlier", "sustaining"),
    (PRIMARY, "been=embedding", "sustaining"),
    (PRIMARY, "been=sustaining", "sustaining"),
    # In it as far as we know: nothing of it is asked.
    (was(PRIMARY, "readiness", 2025), "teachers=two", "development"),
    (was(PRIMARY, "development", 2025), "", "embedding"),
    (was(PRIMARY, "development", 2023), "", "sustaining"),
    (was(was(PRIMARY, "development", 2024), "embedding", 2025), "", "sustaining"),
    (was(PRIMARY, "sustaining", 2025), "", "sustaining"),
    # Other schools.
    (SECONDARY, "teachers=two", "secondary"),
    (SECONDARY, "teachers=unsure", "secondary"),
    (ALL_THROUGH, f"level=primary {NEW}", "development"),
    (ALL_THROUGH, "level=secondary teachers=two", "secondary"),
    (was(ALL_THROUGH, "development", 2025), "level=primary", "embedding"),
    (MIDDLE, "level=secondary teachers=two", "secondary"),
    (MIDDLE, f"level=primary {NEW}", "development"),
    (SPECIAL, f"level=primary {NEW}", "development"),
    (UNCLEAR, "level=secondary teachers=two", "secondary"),
    (CLOSING, NEW, "development"),
    (PROPOSED, NEW, "development"),
]


@pytest.mark.parametrize(("facts", "words", "kind"), ADVISED)
def test_each_kind_of_school_is_told_where_it_fits(facts, words, kind):
    found = advice(facts, words)
    assert found.kind == kind
    assert found.reasons


NOTHING = [
    (INDEPENDENT, "state-funded", "under its new URN"),
    (CLOSED, "has closed", "Whoever carries it on"),
    (NURSERY, "no primary phase", "Year 1 to Year 11"),
    (replace(NURSERY, is_state_funded=False), "state-funded", "under its new URN"),
    (replace(CLOSED, is_primary=False), "has closed", "Whoever carries it on"),
]


@pytest.mark.parametrize(("facts", "because", "would"), NOTHING)
def test_a_school_that_the_register_rules_out_is_asked_nothing_and_told_what_would(facts, because, would):
    found = advice(facts)
    assert found.kind == ""
    assert because in " ".join(reason.text for reason in found.reasons)
    assert would in " ".join(found.would)


@pytest.mark.parametrize("kind", ["readiness", "development", "embedding", "sustaining"])
def test_a_school_with_a_place_this_year_is_told_so_and_asked_nothing(kind):
    found = advice(was(PRIMARY, kind, 2026))
    assert (found.kind, found.now) == ("", kind)


def test_a_department_with_a_place_this_year_is_told_so():
    assert advice(was(SECONDARY, "secondary", 2026)).now == "secondary"


def test_an_all_through_school_in_development_may_still_go_the_secondary_way():
    placed = was(ALL_THROUGH, "development", 2026)
    assert advice(placed, "level=primary").now == "development"
    assert advice(placed, "level=secondary teachers=two").kind == "secondary"


# --- Questions

SCHOOLS = [PRIMARY, SECONDARY, ALL_THROUGH, MIDDLE, SPECIAL, UNCLEAR, CLOSING, PROPOSED, NURSERY, INDEPENDENT, CLOSED]


def every_walk(facts: Facts, said: str = ""):
    """Every way through the questions: the words said at each of its ends."""
    question = walked(facts, said).question
    if question is None:
        yield said
        return
    for choice in question.choices:
        yield from every_walk(facts, f"{said} {question.name}={choice.value}".strip())


@pytest.mark.parametrize("facts", SCHOOLS)
def test_at_most_six_questions_lead_to_advice_whatever_is_said(facts):
    for words in every_walk(facts):
        assert len(given(words)) <= guide.MOST_QUESTIONS
        found = advice(facts, words)
        assert found.kind or found.would or found.now


def test_every_question_changes_the_advice():
    """Of the answers to each question some two lead to different advice, whatever else is said."""
    ends = [given(words) for facts in (ALL_THROUGH,) for words in every_walk(facts)]
    told = {tuple(sorted(end.items())): advice(ALL_THROUGH, _words(end)) for end in ends}
    for name in guide.QUESTIONS:
        found = {
            (told[tuple(sorted(end.items()))].kind, told[tuple(sorted(end.items()))].first, end[name])
            for end in ends
            if name in end
        }
        assert any(one[:2] != other[:2] and one[2] != other[2] for one, other in product(found, found)), name


def _words(end) -> str:
    return " ".join(f"{name}={','.join(values)}" for name, values in end.items())


def test_what_the_register_settles_is_not_asked():
    assert asked(PRIMARY) == "been"
    assert asked(SECONDARY) == "teachers"
    assert asked(ALL_THROUGH) == "level"
    assert asked(INDEPENDENT) == ""


def test_what_our_records_settle_is_not_asked():
    assert asked(was(PRIMARY, "development", 2025)) == ""
    assert asked(was(PRIMARY, "readiness", 2025)) == "teachers"


def test_without_an_edition_of_readiness_its_circumstances_are_not_asked():
    walk = guide.walk(PRIMARY, given("been=never"), criteria=())
    assert walk.question.name == "teachers"


@pytest.mark.parametrize(
    "made_up", ["been=nonsense", "been=", "teachers=two", "ready=later", "been=\x00", "level=secondary"]
)
def test_what_was_not_asked_or_is_no_answer_is_not_listened_to(made_up):
    assert asked(PRIMARY, made_up) == "been"


def test_none_of_these_beside_a_tick_is_the_tick():
    walk = walked(PRIMARY, "been=never criteria=none,ofsted")
    assert walk.said["criteria"] == ("ofsted",)


def test_without_two_teachers_it_is_said_what_comes_first():
    assert advice(PRIMARY, "been=never criteria=none teachers=two").first == ""
    assert "second teacher" in advice(PRIMARY, "been=never criteria=none teachers=one").first
    assert "which two teachers" in advice(SECONDARY, "teachers=unsure").first


# --- Reasons


def texts(found) -> str:
    return " ".join(reason.text for reason in found.reasons)


def test_the_reasons_come_from_register_records_and_what_was_said():
    found = advice(PRIMARY, "been=never criteria=ofsted ready=later teachers=two")
    assert [reason.source for reason in found.reasons] == [
        *["The register of schools"] * 3,
        "The programme’s records",
        "What you told us",
    ]


def test_what_only_the_school_says_is_for_the_hub_to_judge():
    found = advice(PRIMARY, "been=development when=last")
    assert found.is_for_hub
    assert "Ash Lane says it was in Development in 2025/26" in texts(found)


def test_what_our_records_say_is_not():
    found = advice(was(PRIMARY, "development", 2025))
    assert not found.is_for_hub
    assert "Ash Lane was in Development in 2025/26" in texts(found)


def test_after_development_sustaining_is_open_too_and_the_others_say_why_not():
    found = advice(was(PRIMARY, "development", 2025))
    assert [fit.kind for fit in found.also] == ["sustaining"]
    assert [fit.kind for fit in found.others] == ["readiness", "development"]
    assert all(fit.reason for fit in found.others)


# --- What is carried into the form


@pytest.mark.parametrize(
    ("words", "carried"),
    [
        (
            "criteria=ofsted,turnover been=never",
            {"criterion_ofsted": True, "criterion_turnover": True, "been_in_readiness": "no"},
        ),
        ("criteria=none", {}),
        (
            "been=development when=last",
            {"been_in": ["development"], "was_in_development": "yes"},
        ),
        (
            "been=readiness",
            {
                "been_in": ["readiness"],
                "been_in_readiness": "yes",
                "was_in_development": "no",
            },
        ),
        ("been=nonsense level=primary", {}),
    ],
)
def test_what_was_said_becomes_the_first_answers(words, carried):
    assert first_answers(given(words)) == carried
