"""My applications, narrowed by school, year and how far they are."""

import pytest

from tests import factories, steps


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def two(bobs, bob, sent, birch_road, glow):
    """One sent for Ash Lane, one draft for Birch Road."""
    factories.school_role(bob, birch_road)
    return sent, steps.draft(birch_road, glow, bob)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Ash", "Birch"}),
        ("?state=draft", {"Birch"}),
        ("?state=waiting", {"Ash"}),
        ("?state=decided", set()),
        ("?year=2026", {"Ash", "Birch"}),
        ("?year=1066&state=nonsense&school=\x00", {"Ash", "Birch"}),
    ],
)
def test_the_list_is_narrowed(bobs, two, query, shown):
    references = dict(zip(("Ash", "Birch"), (one.reference for one in two), strict=True))
    page = bobs.get("/my/" + query).content.decode()
    assert {name for name, reference in references.items() if reference in page} == shown


def test_it_is_narrowed_by_school(bobs, two):
    sent, draft = two
    page = bobs.get(f"/my/?school={sent.school_id}").content.decode()
    assert sent.reference in page
    assert draft.reference not in page


def test_nothing_that_fits_says_so(bobs, two):
    assert "Nothing fits" in bobs.get("/my/?state=decided").content.decode()


def test_a_short_list_is_not_asked_to_be_narrowed(bobs, two):
    assert "Show these" not in bobs.get("/my/").content.decode()


def test_a_draft_that_closed_stands_below_what_waits(bobs, bob, two, birch_road, jurassic):
    sent, draft = two
    late = steps.draft(birch_road, jurassic, bob)
    steps.close(late.hub.openings.get())
    page = bobs.get("/my/").content.decode()
    assert page.index(draft.reference) < page.index(sent.reference) < page.index(late.reference)
