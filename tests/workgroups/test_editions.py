"""Copy to next year: a new edition to change, and an old one that stays as it was (N2)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from journal.models import Event
from journal.moves import Refused
from workgroups.editions import PARTS, a_year_later, copy_to_next_year, next_code
from workgroups.models import Project, Question

LONDON = ZoneInfo("Europe/London")


def test_the_copy_has_everything_and_the_next_code(readiness, adam):
    Question.objects.create(project=readiness, code="ict", label="How many computers?")
    copy = copy_to_next_year(readiness, by=adam)
    assert (copy.code, copy.academic_year, copy.group_size) == ("NCP27-08", "2027/28", readiness.group_size)
    for part in PARTS:
        assert getattr(copy, part).count() == getattr(readiness, part).count() > 0
    assert readiness.criteria.count() == 6


def test_the_closing_date_moves_a_year_at_the_same_hour_of_the_clock(readiness, adam):
    copy = copy_to_next_year(readiness, by=adam)
    was, now = (project.default_closing.astimezone(LONDON) for project in (readiness, copy))
    assert (now.year - was.year, now.month, now.day, now.hour) == (1, was.month, was.day, was.hour)


def test_the_hour_stays_where_the_clocks_changed_between_the_years():
    summer = datetime(2026, 3, 29, 17, 0, tzinfo=LONDON)
    assert a_year_later(summer) == datetime(2027, 3, 29, 17, 0, tzinfo=LONDON)
    assert a_year_later(datetime(2028, 2, 29, 12, 0, tzinfo=LONDON)).day == 28


def test_both_editions_tell_of_the_copy(readiness, adam):
    copy = copy_to_next_year(readiness, by=adam)
    assert Event.objects.about(copy).get().kind == "copied from last year"
    assert Event.objects.about(readiness).last().note == copy.code


def test_a_second_copy_is_refused_and_a_copy_of_the_copy_is_not(readiness, adam):
    copy = copy_to_next_year(readiness, by=adam)
    with pytest.raises(Refused, match="2027/28 already"):
        copy_to_next_year(readiness, by=adam)
    assert copy_to_next_year(copy, by=adam).code == "NCP28-08"


def test_a_code_that_is_taken_is_said(readiness, adam):
    Project.objects.filter(kind="secondary").update(code="NCP27-08")
    with pytest.raises(Refused, match="NCP27-08"):
        copy_to_next_year(readiness, by=adam)
    assert not Project.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    ("code", "expected"), [("NCP26-11", "NCP27-11"), ("NCP99-11", "NCP99-11-2027"), ("Trial", "Trial-2027")]
)
def test_codes_of_other_shapes_get_the_year(code, expected):
    assert next_code(Project(code=code, year=2026)) == expected


def test_last_years_applications_go_on_showing_last_years_wording(sent, adam):
    before = sent.frozen["form"]
    copy_to_next_year(sent.project, by=adam)
    sent.project.criteria.update(text="Other words")
    sent.project.clauses.update(text="Other words")
    sent.refresh_from_db()
    assert sent.frozen["form"] == before
    assert "Other words" not in str(before)


def test_the_action_in_the_administration_copies_and_says_what_it_refused(client, readiness, adam):
    client.force_login(adam)
    data = {"action": "copy_to_next_year", "_selected_action": [readiness.pk]}
    first = client.post("/admin/workgroups/project/", data, follow=True)
    second = client.post("/admin/workgroups/project/", data, follow=True)
    assert "NCP26-08 was copied to NCP27-08, 2027/28." in first.content.decode()
    assert "2027/28 already" in second.content.decode()
