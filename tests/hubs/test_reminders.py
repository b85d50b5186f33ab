"""Reminders go out once, on the right day at 9am in London, whatever the beat and the clock do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from applications import claiming, keys, workflow
from applications.models import Application, DraftKey
from applications.reminders import DRAFTS_CLOSING
from hubs.models import HubRole
from hubs.reminders import choices, holds
from hubs.reminders.models import Reminder, ReminderReader
from hubs.reminders.outlook import outlook
from hubs.reminders.sending import send_due
from journal.models import Email, Event
from journal.moves import Refused
from schools.models import Claim, TermDates
from tests import factories, steps
from workgroups.models import Project

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
CLOSES = datetime(2027, 3, 12, 12, tzinfo=LONDON)  # a Friday
FIRST, SECOND = datetime(2027, 3, 5, 9, tzinfo=LONDON), datetime(2027, 3, 10, 9, tzinfo=LONDON)


@pytest.fixture
def closing(draft):
    return steps.closing(draft, CLOSES)


@pytest.fixture
def desk_since_2020(alice):
    HubRole.objects.update(starts=date(2020, 1, 1))


def letters(to: str = "bob@example.org"):
    return Email.objects.filter(template="reminders/digest", to=to).order_by("id")


def moments_sent(closes: datetime, days: int = 9) -> list[str]:
    """Looks at 7, 8, 9, 10am and 4pm by UTC, and says when an email was queued."""
    start = closes.astimezone(UTC).replace(hour=6, minute=0) - timedelta(days=days)
    looks = (start + timedelta(days=day, hours=hour) for day in range(days + 1) for hour in (1, 2, 3, 4, 10))
    return [f"{moment:%a %d %b %H:%M}" for moment in looks if moment < closes and send_due(moment)]


CLOSINGS = {
    "a week of school days": ("2027-03-12 12:00", ["Fri 05 Mar 09:00", "Wed 10 Mar 09:00"]),
    "two days before is a Saturday": ("2027-03-15 12:00", ["Mon 08 Mar 09:00", "Fri 12 Mar 09:00"]),
    "a week before is Good Friday": ("2027-04-02 12:00", ["Thu 25 Mar 09:00", "Wed 31 Mar 08:00"]),
    "after the clock goes forward": ("2027-04-01 12:00", ["Thu 25 Mar 09:00", "Tue 30 Mar 08:00"]),
    "after the clock goes back": ("2027-11-03 12:00", ["Wed 27 Oct 08:00", "Mon 01 Nov 09:00"]),
    "in August": ("2027-08-20 12:00", ["Fri 30 Jul 08:00"]),
    "just after Christmas": ("2027-12-30 12:00", ["Thu 23 Dec 09:00", "Fri 24 Dec 09:00"]),
}


@pytest.mark.parametrize(("closes", "expected"), CLOSINGS.values(), ids=CLOSINGS)
def test_a_draft_is_reminded_of_on_school_days_at_nine(draft, closes, expected):
    closes = datetime.fromisoformat(closes).replace(tzinfo=LONDON)
    Project.objects.filter(pk=draft.project_id).update(year=closes.year - (closes.month < 8))
    steps.closing(draft, closes, started=closes - timedelta(days=100))
    assert moments_sent(closes, days=23 if closes.month == 8 else 9) == expected


def test_terms_of_the_authority_count_where_they_are_known(draft, ash_lane):
    terms = [(date(2026, 9, 3), date(2026, 10, 23)), (date(2027, 1, 5), date(2027, 3, 4))]
    for starts, ends in terms:
        TermDates.objects.create(authority=ash_lane.authority, starts=starts, ends=ends)
    steps.closing(draft, CLOSES)
    assert moments_sent(CLOSES, days=9) == ["Thu 04 Mar 09:00"]


@pytest.mark.parametrize(("hour", "sent"), [((8, 59), 0), ((9, 0), 1), ((15, 0), 1), ((16, 59), 1), ((17, 0), 0)])
def test_what_the_beat_missed_goes_out_until_five(closing, hour, sent):
    assert send_due(FIRST.replace(hour=hour[0], minute=hour[1])) == sent


def test_a_beat_that_was_away_for_six_hours_and_one_that_looks_twice_send_once(closing):
    three = FIRST.replace(hour=15)
    assert [send_due(three), send_due(three), send_due(three + timedelta(minutes=5))] == [1, 0, 0]
    assert letters().count() == 1


def test_a_day_that_was_missed_altogether_is_made_up_for_until_the_next_takes_its_place(closing):
    assert send_due(FIRST + timedelta(days=1)) == 0  # a Saturday
    assert send_due(FIRST + timedelta(days=3)) == 1
    assert send_due(SECOND) == 1


def test_the_second_stands_in_for_a_first_that_was_missed(closing):
    assert send_due(SECOND) == 1
    assert letters().get().subject == "Your application for Primary Teaching for Mastery – Readiness is not sent yet"
    assert "It can be sent until 12:00pm on 12 March 2027." in letters().get().text


def test_nobody_is_reminded_after_the_closing_moment(closing):
    Application.objects.filter(pk=closing.pk).update(started=FIRST - timedelta(days=9))
    steps.closing(closing, SECOND + timedelta(hours=2))
    assert send_due(SECOND + timedelta(hours=3)) == 0


def test_a_closing_date_that_moves_takes_the_reminder_along(closing):
    assert send_due(FIRST) == 1
    steps.closing(closing, CLOSES + timedelta(days=14))
    assert send_due(SECOND) == 0
    assert [planned.day for planned in outlook(SECOND, days=14)] == [date(2027, 3, 19)]
    assert send_due(FIRST + timedelta(days=14)) == 1


def test_what_is_sent_is_reminded_of_no_more(ash_lane, glow, bob, readiness):
    application = steps.closing(steps.filled(ash_lane, glow, bob), CLOSES)
    assert len(outlook(FIRST)) == 2
    steps.closing(application, datetime.now(UTC) + timedelta(days=5), started=datetime.now(UTC))
    workflow.submit(application, by=bob)
    steps.closing(application, CLOSES)
    assert outlook(FIRST) == []


def test_who_began_after_the_day_is_not_reminded_of_what_they_do_now(closing):
    steps.closing(closing, CLOSES, started=FIRST + timedelta(hours=1))
    assert [planned.day for planned in outlook(FIRST + timedelta(hours=2))] == [SECOND.date()]


def test_a_person_without_an_account_is_told_how_to_get_in(ash_lane, glow, readiness):
    factories.OpeningFactory(hub=glow, project=readiness)
    key = keys.start(school=ash_lane, project=readiness, hub=glow, email="olive@example.org", once="x" * 32)
    steps.closing(key.application, CLOSES)
    DraftKey.objects.filter(kind="starter").update(revoked=None)
    assert send_due(FIRST) == 1
    letter = letters("olive@example.org").get()
    assert "/draft/\n" in letter.text
    assert "?" not in letter.subject
    keys_left = DraftKey.objects.filter(application=key.application)
    keys_left.update(revoked=FIRST)
    assert send_due(SECOND) == 0


def test_several_reminders_of_a_day_are_one_email(closing, birch_road, glow, jurassic, bob):
    steps.closing(steps.draft(birch_road, jurassic, bob), CLOSES)
    assert send_due(FIRST) == 1
    letter = letters().get()
    assert letter.subject == "2 reminders from Maths Hubs"
    assert "Ash Lane Primary School" in letter.text
    assert "Birch Road Primary School" in letter.text
    assert letter.reply_to == ""


def test_what_comes_up_after_the_email_of_the_day_waits_for_the_next(closing, birch_road, jurassic, bob):
    assert send_due(FIRST) == 1
    steps.closing(steps.draft(birch_road, jurassic, bob), CLOSES)
    assert send_due(FIRST + timedelta(hours=1)) == 0
    assert send_due(FIRST + timedelta(days=3)) == 1


def test_who_wants_each_by_itself_gets_each(closing, birch_road, jurassic, bob):
    choices.choose(choices.reader_at(bob.email), together=False, wanted={"drafts-closing"}, by=bob)
    steps.closing(steps.draft(birch_road, jurassic, bob), CLOSES)
    assert send_due(FIRST) == 2
    assert send_due(FIRST + timedelta(hours=1)) == 0
    assert letters().count() == 2


def test_who_does_not_want_them_gets_none(closing, bob):
    choices.choose(choices.reader_at(bob.email), together=True, wanted=set(), by=bob)
    assert send_due(FIRST) == 0
    assert outlook(FIRST) == []
    choices.choose(choices.reader_at(bob.email), together=True, wanted={"drafts-closing"}, by=bob)
    assert send_due(FIRST) == 1


def test_what_is_necessary_goes_out_all_the_same_and_says_so(closing, bob, monkeypatch):
    choices.choose(choices.reader_at(bob.email), together=True, wanted=set(), by=bob)
    kind = replace(DRAFTS_CLOSING, necessary="The hub waits for it.")
    monkeypatch.setattr("hubs.reminders.outlook.kinds", lambda: (kind,))
    assert send_due(FIRST) == 1
    assert "Drafts that close soon: The hub waits for it." in letters().get().text


def test_a_reminder_that_is_stopped_stays_and_the_next_one_goes(closing, alice):
    first, _ = outlook(FIRST)
    hold = holds.stop(first, by=alice)
    assert send_due(FIRST) == 0
    assert [planned.stopped for planned in outlook(FIRST)] == [True, False]
    assert Event.objects.about(hold).get().by == alice.pk
    assert send_due(SECOND) == 1


def test_a_reminder_that_is_put_off_goes_out_on_that_day(closing, alice):
    first, _ = outlook(FIRST)
    holds.postpone(first, until=date(2027, 3, 8), by=alice)
    assert [send_due(FIRST), send_due(FIRST + timedelta(days=3))] == [0, 1]


def test_a_reminder_is_not_put_off_until_it_has_lost_its_reason(closing, alice):
    first, _ = outlook(FIRST)
    with pytest.raises(Refused, match="lost its reason"):
        holds.postpone(first, until=date(2027, 3, 10), by=alice)


def test_a_reminder_that_is_let_go_goes_out_after_all(closing, alice):
    first, _ = outlook(FIRST)
    holds.stop(first, by=alice)
    holds.let_go(outlook(FIRST)[0], by=alice)
    assert send_due(FIRST) == 1


def test_only_the_hubs_own_desk_holds_a_reminder_back(closing, dana, bob):
    first, _ = outlook(FIRST)
    for person in (dana, bob):
        with pytest.raises(Refused, match="desk of GLOW"):
            holds.stop(first, by=person)


def test_the_desk_hears_once_a_week_of_what_waits_too_long(sent, alice, erin, desk_since_2020):
    HubRole.objects.update(starts=date(2020, 1, 1))
    Application.objects.filter(pk=sent.pk).update(submitted=FIRST - timedelta(days=20))
    monday = FIRST + timedelta(days=3)
    assert send_due(FIRST) == 2  # the week that runs
    assert [send_due(monday), send_due(monday + timedelta(days=1)), send_due(monday + timedelta(days=7))] == [2, 0, 2]
    letter = letters("alice@example.org").first()
    assert letter.subject == "Applications that wait at GLOW Maths Hub"
    assert "1 with nobody who has taken it on for over a week" in letter.text
    assert "overdue" not in letter.text


def test_what_is_taken_on_and_in_time_is_not_told(sent, alice, desk_since_2020):
    Application.objects.filter(pk=sent.pk).update(submitted=FIRST - timedelta(days=20), owner=alice)
    assert send_due(FIRST) == 0


def test_the_desk_hears_of_who_waits_to_be_confirmed_for_over_a_week(glow, ash_lane, charlie, alice, desk_since_2020):
    factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)
    claim = claiming.claim(school=ash_lane, kind="office", name="Charlie Cole", by=charlie)
    Claim.objects.filter(pk=claim.pk).update(asked=FIRST - timedelta(days=8))
    assert send_due(FIRST) == 0  # it was not a week on Monday
    Claim.objects.filter(pk=claim.pk).update(asked=FIRST - timedelta(days=13))
    assert [send_due(FIRST), send_due(FIRST + timedelta(days=3))] == [1, 1]
    assert "1 person says that they act for a school, and has waited" in letters(alice.email).first().text


def test_the_week_of_a_bank_holiday_begins_on_its_first_working_day(sent, alice, desk_since_2020):
    Application.objects.filter(pk=sent.pk).update(submitted=FIRST - timedelta(days=20))
    easter = datetime(2027, 3, 28, 12, tzinfo=LONDON)
    assert [planned.day for planned in outlook(easter, days=7)] == [date(2027, 3, 30)]


def test_what_the_outlook_says_is_what_goes_out(closing, sent, alice, erin, birch_road, jurassic, bob, desk_since_2020):
    HubRole.objects.update(starts=date(2020, 1, 1))
    Application.objects.filter(pk=sent.pk).update(submitted=FIRST - timedelta(days=40))
    steps.closing(steps.draft(birch_road, jurassic, bob), CLOSES + timedelta(days=3))
    now = FIRST - timedelta(days=2, hours=3)
    holds.stop(outlook(now)[-1], by=alice)
    said = sorted((one.day, one.key) for one in outlook(now) if not one.stopped)
    for hour in range(0, 14 * 24, 3):
        send_due(now + timedelta(hours=hour))
    assert sorted(Reminder.objects.values_list("day", "key")) == said
    assert len(said) > 5


@pytest.mark.parametrize("number", [1, 30])
def test_the_outlook_asks_the_same_few_questions_however_much_there_is(
    glow, bob, readiness, django_assert_num_queries, number
):
    for _ in range(number):
        steps.closing(steps.draft(factories.SchoolFactory(), glow, bob), CLOSES)
    with django_assert_num_queries(18):
        assert len(outlook(FIRST)) == 2 * number


def test_a_row_of_choices_is_of_one_address_whatever_its_case(bob):
    choices.choose(choices.reader_at("Bob@Example.org"), together=False, wanted=set(), by=bob)
    assert ReminderReader.objects.get().email == "bob@example.org"
    assert not choices.reader_at("bob@example.org").together
