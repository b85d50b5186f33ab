"""The hub's queue (5.1): whose it is, what narrows it, how it is paged, what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import pledging, reviewing
from applications import queue as paging
from applications.models import Application
from tests import factories, steps
from workgroups import pledges

QUEUE = "/desk/glow/queue/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def many(hub, number, first=0):
    """`number` schools' applications, sent a minute apart, the last one first in the queue."""
    base = timezone.now() - timedelta(days=2)
    made = []
    for n in range(first, first + number):
        school = factories.SchoolFactory(name=f"School {n:03d}", urn=800_000 + n)
        application = steps.sent(school, hub, factories.UserFactory())
        Application.objects.filter(pk=application.pk).update(submitted=base + timedelta(minutes=n))
        made.append(application)
    return made


def names(response):
    return [row["school"] for row in response.context["rows"]]


def test_the_queue_shows_what_schools_sent_and_no_draft(as_alice, sent, glow, birch_road, grace):
    steps.draft(birch_road, glow, grace)
    response = as_alice.get(QUEUE)
    assert names(response) == ["Ash Lane Primary School"]
    assert "1 in all" in response.content.decode()


def test_another_hubs_applications_are_not_in_it(as_alice, sent, jurassic, birch_road, grace):
    steps.sent(birch_road, jurassic, grace)
    assert names(as_alice.get(QUEUE + "?status=all")) == ["Ash Lane Primary School"]


@pytest.mark.parametrize("person", ["dana", "bob", "charlie", "nadia", "adam"])
def test_nobody_but_the_hubs_own_desk_gets_there(client, sent, person, request):
    client.force_login(request.getfixturevalue(person))
    assert client.get(QUEUE).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, glow):
    assert client.get(QUEUE).url.startswith("/account/login/")


def test_a_role_that_ended_opens_nothing(as_alice, alice, glow):
    alice.hub_roles.update(ends=timezone.localdate() - timedelta(days=1))
    assert as_alice.get(QUEUE).status_code == 404


def test_home_leads_to_the_one_hub_and_offers_a_choice_of_two(as_alice, alice, glow, jurassic):
    assert as_alice.get("/desk/").url == QUEUE
    alice.hub_roles.create(hub=jurassic, kind="assistant")
    assert "Jurassic Maths Hub" in as_alice.get("/desk/").content.decode()


def test_home_is_nothing_for_a_stranger(client, charlie):
    client.force_login(charlie)
    assert client.get("/desk/").status_code == 404


# --- Filters --------------------------------------------------------------------------------------


@pytest.fixture
def two(sent, glow, birch_road, grace, alice):
    """Ash Lane waits in nobody's hands; Alice has taken on Birch Road's."""
    other = steps.sent(birch_road, glow, grace)
    Application.objects.filter(pk=other.pk).update(submitted=datetime(2026, 3, 5, 23, 30, tzinfo=UTC))
    reviewing.take_on(other, by=alice)
    return sent, other


ASH, BIRCH = "Ash Lane Primary School", "Birch Road Primary School"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [ASH, BIRCH]),
        ("status=submitted", [ASH]),
        ("status=in_review", [BIRCH]),
        ("status=placed", []),
        ("status=all", [ASH, BIRCH]),
        ("owner=me", [BIRCH]),
        ("owner=nobody", [ASH]),
        ("words=birch+road", [BIRCH]),
        ("words=900001", [ASH]),
        ("words=Road,+BIRCH!", [BIRCH]),
        ("sent_to=5/3/2026", [BIRCH]),
        ("sent_from=6+March+2026", [ASH]),
        ("sent_from=2026-03-05&sent_to=5.3.26", [BIRCH]),
        ("sort=oldest", [BIRCH, ASH]),
        ("sort=name", [ASH, BIRCH]),
        ("outcome=not_eligible", []),
    ],
)
def test_the_address_narrows_and_sorts(as_alice, two, query, found):
    assert names(as_alice.get(f"{QUEUE}?{query}")) == found


def test_project_authority_and_owner_are_chosen_by_key(as_alice, two, alice):
    application = two[0]
    for query in (f"project={application.project_id}", f"authority={application.authority_id}"):
        assert len(names(as_alice.get(f"{QUEUE}?{query}"))) == 2
    assert names(as_alice.get(f"{QUEUE}?owner={alice.pk}")) == [BIRCH]


def test_a_criterion_finds_the_schools_that_claim_it(as_alice, sent, glow, birch_road, grace):
    code = sent.project.criteria.first().code
    steps.sent(birch_road, glow, grace, **{f"criterion_{code}": False, f"evidence_{code}": ""})
    assert names(as_alice.get(f"{QUEUE}?criterion={code}")) == [ASH]


def test_the_reference_finds_its_application(as_alice, two):
    assert names(as_alice.get(QUEUE, {"words": two[1].reference.lower()})) == [BIRCH]


def test_tabs_count_by_status_within_the_filters(as_alice, two):
    tabs = {name: int(number) for name, _, number, _ in as_alice.get(QUEUE).context["tabs"]}
    later = ("more_asked", "waiting_list", "offered", "placed", "declined", "turned_down", "lapsed", "withdrawn")
    later += ("passing_on", "passed_on", "alternative_offered", "took_alternative")
    ended = dict.fromkeys(later, 0)
    assert tabs == {"waiting": 2, "submitted": 1, "in_review": 1, **ended, "all": 2}
    tabs = {name: int(number) for name, _, number, _ in as_alice.get(QUEUE + "?words=birch").context["tabs"]}
    assert (tabs["waiting"], tabs["submitted"], tabs["all"]) == (1, 0, 1)


def test_a_chip_takes_its_filter_off_and_keeps_the_others(as_alice, two):
    response = as_alice.get(QUEUE + "?words=birch&owner=me&status=in_review")
    chips = {label: (words, link) for label, words, link in response.context["chips"]}
    assert chips["Owner"] == ("Me", "?words=birch&status=in_review")
    assert chips["Search"] == ("birch", "?owner=me&status=in_review")


def test_what_cannot_be_understood_is_said_beside_its_box_and_kept(as_alice, two):
    page = as_alice.get(QUEUE + "?sent_from=soon&words=birch").content.decode()
    assert "Enter a day like 5/3/2027 or 5 March 2027." in page
    assert 'value="soon"' in page
    assert page.startswith("<!doctype html>")
    assert "<title>Error: Queue" in page


@pytest.mark.parametrize(
    "query",
    [
        "words=%00%ED%A0%80",
        "words=" + "a" * 5000,
        "project=1e30",
        "project=" + "9" * 40,
        "authority=%00",
        "owner=99999999999999999999",
        "criterion=%F0%9F%98%80",
        "status=nonsense",
        "sort=nonsense",
        "sent_from=1/1/0001",
        "sent_to=31/12/9999",
        "after=~",
        "after=99999999999999999999999~1",
        "after=1~99999999999999999999",
        "after=%00~1&sort=name",
        "before=nonsense",
        "after=1~" + "9" * 5000,
        "after=" + "9" * 5000 + "~1",
        "after=%D9%A1~%D9%A1",
    ],
)
def test_no_address_breaks_the_queue(as_alice, sent, query):
    response = as_alice.get(f"{QUEUE}?{query}")
    assert response.status_code == 200
    assert len(response.content) < 40_000


def test_empty_for_two_different_reasons(as_alice, sent):
    assert "Nothing matches" in as_alice.get(QUEUE + "?words=zebra").content.decode()
    Application.objects.all().delete()
    assert "Nothing here yet" in as_alice.get(QUEUE + "?status=all").content.decode()
    assert "Nothing waits for you" in as_alice.get(QUEUE).content.decode()


def test_a_row_says_how_long_it_waits_and_who_has_it(as_alice, two):
    Application.objects.filter(pk=two[0].pk).update(submitted=timezone.now() - timedelta(days=12))
    page = as_alice.get(QUEUE).content.decode()
    assert "New, waits 12 days" in page
    assert "Nobody yet" in page
    assert '<td data-label="Who has it">Alice Adeyemi</td>' in page


@pytest.mark.parametrize(("closed", "sent_ago", "late"), [(40, 50, True), (40, 20, False), (20, 50, False)])
def test_overdue_is_four_weeks_after_closing_or_sending(as_alice, sent, glow, closed, sent_ago, late):
    now = timezone.now()
    glow.openings.update(opens=now - timedelta(days=90), closes=now - timedelta(days=closed))
    Application.objects.filter(pk=sent.pk).update(submitted=now - timedelta(days=sent_ago))
    assert [row["late"] for row in as_alice.get(QUEUE).context["rows"]] == [late]
    assert names(as_alice.get(QUEUE + "?late=yes")) == ([ASH] if late else [])


def test_a_wish_for_company_is_marked(as_alice, glow, ash_lane, bob, readiness):
    schools = [{"typed": "Birch Road Primary School", "urn": 900002, "relationship": "trust", "other": ""}]
    steps.sent(ash_lane, glow, bob, in_group="yes", group_schools=schools)
    assert "With other schools" in as_alice.get(QUEUE).content.decode()


def test_missing_signatures_are_found_and_said_in_the_row(as_alice, two, glow):
    pledging.ask_all()
    head = steps.signatory(Application.objects.get(pk=two[1].pk).pledge, "headteacher")
    pledges.decline(head, reason="No cover for the release.")
    steps.all_signed(steps.pledged(factories.SchoolFactory(name="Cedar Park"), glow, factories.UserFactory()))
    page = as_alice.get(QUEUE).content.decode()
    assert (page.count("Signatures missing</span>"), page.count("Declined to sign</span>")) == (1, 1)
    assert names(as_alice.get(QUEUE + "?signatures=missing")) == [ASH, BIRCH]
    found = as_alice.get(QUEUE + "?signatures=declined&status=all")
    assert names(found) == [BIRCH]
    assert found.context["chips"] == [("Signatures", "Declined", "?status=all")]
    assert as_alice.get(QUEUE + "?signatures=lost").context["found"].form.errors


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["newest", "oldest", "name"])
def test_every_application_is_on_one_page_whichever_way_one_walks(as_alice, glow, readiness, sort, monkeypatch):
    monkeypatch.setattr(paging.page, "__kwdefaults__", {"after": "", "before": "", "size": 3})
    many(glow, 8)
    Application.objects.update(submitted=timezone.now())  # all at once: the id decides
    whole, link = [], f"?sort={sort}"
    while link:
        response = as_alice.get(QUEUE + link)
        whole += names(response)
        last, link = response, response.context["after"]
    assert len(whole) == len(set(whole)) == 8
    back, link = [], f"?sort={sort}&before=end"
    while link:
        last = as_alice.get(QUEUE + link)
        back = names(last) + back
        link = last.context["before"]
    assert back == whole


def test_an_application_that_arrives_meanwhile_shifts_no_page(as_alice, glow, readiness, monkeypatch):
    monkeypatch.setattr(paging.page, "__kwdefaults__", {"after": "", "before": "", "size": 2})
    many(glow, 4)
    first = as_alice.get(QUEUE)
    steps.sent(factories.SchoolFactory(name="Late School"), glow, factories.UserFactory())
    assert names(as_alice.get(QUEUE + first.context["after"])) == ["School 001", "School 000"]


def test_counting_stops_at_a_number_that_says_so(as_alice, glow, readiness, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    many(glow, 5)
    response = as_alice.get(QUEUE)
    assert response.context["total"].is_more
    assert '<span class="count">3+</span>' in response.content.decode()


def test_a_hub_without_applications_has_a_list_of_authorities_all_the_same(as_alice, glow):
    assert '<select class="form-select" id="id_authority"' in as_alice.get(QUEUE).content.decode()


# --- Cost -----------------------------------------------------------------------------------------


def test_thirty_rows_cost_the_queries_of_one_and_at_most_eight(as_alice, glow, readiness):
    def look(address):
        with CaptureQueriesContext(connection) as queries:
            return as_alice.get(address), queries

    unsigned = QUEUE + "?signatures=missing"
    many(glow, 1)  # School 000
    pledging.ask_all()
    (_, one), (_, one_unsigned) = look(QUEUE), look(unsigned)
    many(glow, 30, first=1)
    pledging.ask_all()
    caches["near"].clear()
    (response, thirty), (filtered, thirty_unsigned) = look(QUEUE), look(unsigned)
    assert len(filtered.context["rows"]) == 25
    assert len(one_unsigned) == len(thirty_unsigned) <= 8
    assert len(response.context["rows"]) == 25
    assert len(one) == len(thirty) <= 8, [query["sql"][:120] for query in thirty]


def test_a_full_page_stays_small_and_leaves_the_answers_in_the_database(as_alice, glow, readiness):
    many(glow, 26)
    with CaptureQueriesContext(connection) as queries:
        response = as_alice.get(QUEUE + "?sort=newest&owner=nobody&words=school")
    assert len(response.content) <= 40_000
    sql = " ".join(query["sql"] for query in queries)
    assert '"applications_application"."checks"' not in sql
    assert '"applications_application"."frozen"' not in sql


def test_blanks_that_one_reader_typed_are_not_in_anothers_panel(as_alice, glow, readiness):
    typed = " " * 7
    assert f'value="{typed}"' in as_alice.get(QUEUE, {"words": typed}).content.decode()
    assert f'value="{typed}"' not in as_alice.get(QUEUE).content.decode()
