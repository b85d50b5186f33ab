"""Claiming a school: verified by its domain, by a colleague, by the hub's code; refused, disowned, taken back."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from applications import claiming
from journal.models import Email, Event
from journal.moves import Refused, Stale
from journal.tokens import hash_of
from schools import claims, disowning, domains
from schools import people as school_people
from schools.models import Claim, ClaimLink, SchoolRole
from tests import factories

pytestmark = pytest.mark.django_db
CODE = re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$", re.MULTILINE)
LINK = re.compile(r"/schools/claims/([\w-]{43})/")


@pytest.fixture
def in_area(glow, ash_lane):
    return factories.HubAreaFactory(hub=glow, authority=ash_lane.authority)


@pytest.fixture
def pat(ash_lane):
    """Somebody with a proved address of Ash Lane's own domain."""
    ash_lane.website = "http://www.ashlane.sch.uk/welcome"
    ash_lane.save()
    return proved(factories.UserFactory(email="pat@ashlane.sch.uk"))


def proved(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def claimed(school, by, kind="office") -> Claim:
    return claiming.claim(school=school, kind=kind, name="Charlie Cole", by=by)


def newest(template: str) -> str:
    return Email.objects.filter(template=template).latest("pk").text


def link_to(email: str) -> ClaimLink:
    words = Email.objects.filter(to=email, text__contains="/schools/claims/").latest("pk").text
    return disowning.found_by(LINK.search(words)[1])


def acts(person, school) -> bool:
    return SchoolRole.objects.current().filter(user=person, school=school).exists()


@pytest.mark.parametrize(
    ("website", "email", "is_ours"),
    [
        ("www.ashlane.sch.uk", "office@ashlane.sch.uk", True),
        ("HTTPS://www.AshLane.sch.uk/home?x=1", "Office@ASHLANE.sch.uk", True),
        ("ashlane.sch.uk", "head@staff.ashlane.sch.uk", True),
        ("www.ashlane.gloucs.sch.uk", "anybody@gloucs.sch.uk", False),
        ("ashlane.sch.uk", "x@notashlane.sch.uk", False),
        ("ashlane.sch.uk", "x@ashlane.sch.uk.example.org", False),
        ("www.gmail.com", "x@gmail.com", False),
        ("ashlane.wordpress.com", "x@ashlane.wordpress.com", False),
        ("", "x@", False),
        ("http://[", "x@[", False),
        ("localhost", "x@localhost", False),
    ],
)
def test_an_address_of_the_schools_domain_or_below_it_is_the_schools(ash_lane, website, email, is_ours):
    ash_lane.website = website
    assert domains.proves(email, ash_lane) is is_ours


def test_a_domain_shared_beyond_a_trust_proves_nothing_of_one_school(ash_lane, birch_road):
    for school in (ash_lane, birch_road):
        school.website, school.trust = f"www.portal.sch.uk/{school.urn}", None
        school.save()
    assert not domains.proves("x@portal.sch.uk", ash_lane)
    ash_lane.trust = birch_road.trust = factories.TrustFactory()
    birch_road.save()
    assert domains.proves("x@portal.sch.uk", ash_lane)


def test_the_first_with_an_address_of_the_domain_is_verified_at_once(ash_lane, pat):
    claim = claimed(ash_lane, pat, "headteacher")
    assert (claim.status, claim.how) == ("verified", "domain")
    assert claim.role.kind == "headteacher"
    assert acts(pat, ash_lane)
    assert [event.kind for event in Event.objects.about(claim)] == ["asked", "verified"]
    assert "You act for Ash Lane" in Email.objects.get(to=pat.email).subject


def test_an_address_that_is_not_proved_verifies_nothing(ash_lane, pat, in_area):
    EmailAddress.objects.update(verified=False)
    assert claimed(ash_lane, pat).is_waiting


def test_where_somebody_says_who_acts_for_the_school_the_domain_is_not_enough(ash_lane, pat, bob):
    assert claimed(ash_lane, pat, "headteacher").is_waiting
    assert not acts(pat, ash_lane)
    assert Email.objects.filter(template="schools/claim_asked", to=bob.email).exists()


def test_a_stranger_waits_and_the_hub_is_asked_with_a_code_kept_as_its_hash(ash_lane, charlie, in_area):
    claim = claimed(ash_lane, charlie)
    letter = Email.objects.get(template="applications/claim_hub")
    assert (letter.to, letter.secret) == ("glow@example.org", True)
    assert claim.code_hash == hash_of(claims.bare(CODE.search(letter.text)[0]))
    assert not acts(charlie, ash_lane)
    assert claimed(ash_lane, charlie) == claim, "asked twice, it is the same claim"
    assert Email.objects.filter(template="applications/claim_hub").count() == 1


def test_the_code_is_entered_as_it_was_heard_and_a_wrong_one_counts(ash_lane, charlie, in_area):
    claim = claimed(ash_lane, charlie)
    code = CODE.search(newest("applications/claim_hub"))[0]
    with pytest.raises(Refused, match="not the code"):
        claims.use_code(claim, code="2222-2222-2222", by=charlie)
    claims.use_code(claim, code=code.lower().replace("-", " "), by=charlie)
    assert acts(charlie, ash_lane)
    claim.refresh_from_db()
    assert (claim.how, claim.tries, claim.code_hash) == ("code", 2, "")


def test_after_ten_wrong_codes_the_right_one_is_dead_too(ash_lane, charlie, in_area):
    claim = claimed(ash_lane, charlie)
    Claim.objects.update(tries=claims.MOST_TRIES)
    with pytest.raises(Refused, match="run out"):
        claims.use_code(claim, code=CODE.search(newest("applications/claim_hub"))[0], by=charlie)


def test_the_office_confirms_a_colleague_and_a_teacher_does_not(ash_lane, charlie, bob):
    teacher = factories.school_person(ash_lane, "teacher", email="tom@example.org")
    claim = claimed(ash_lane, charlie)
    for nobody in (teacher, charlie):
        with pytest.raises(Refused):
            claims.confirm(claim, by=nobody)
    assert claims.confirm(claim, by=bob).how == "colleague"
    with pytest.raises(Stale):
        claims.deny(Claim.objects.get(), reason="No.", by=bob)
    assert acts(charlie, ash_lane)


def test_the_hub_of_the_area_confirms_and_no_other(ash_lane, charlie, alice, erin, dana, in_area, glow, jurassic):
    claim = claimed(ash_lane, charlie)
    for hub, person in ((jurassic, dana), (glow, dana), (glow, charlie)):
        with pytest.raises(Refused):
            claiming.confirm(claim, hub=hub, by=person)
    assert claiming.confirm(claim, hub=glow, by=erin).how == "hub"
    assert acts(charlie, ash_lane)


def test_a_refusal_needs_a_reason_and_the_person_reads_it(ash_lane, charlie, alice, in_area, glow):
    claim = claimed(ash_lane, charlie)
    with pytest.raises(Refused):
        claiming.refuse(claim, reason=" ", hub=glow, by=alice)
    claiming.refuse(claim, reason="The school does not know you.", hub=glow, by=alice)
    assert "The school does not know you." in newest("schools/claim_stands")


def test_a_hub_ends_what_a_domain_verified_but_not_what_the_school_did(ash_lane, pat, charlie, alice, in_area, glow):
    by_domain = claimed(ash_lane, pat)
    by_school = claims.confirm(claimed(ash_lane, charlie), by=pat)
    with pytest.raises(Stale):
        claiming.refuse(by_school, reason="No.", hub=glow, by=alice)
    claiming.refuse(by_domain, reason="Pat is a pupil.", hub=glow, by=alice)
    assert (acts(pat, ash_lane), acts(charlie, ash_lane)) == (False, True)


def test_not_me_ends_the_claim_and_the_role_it_gave(ash_lane, pat):
    claimed(ash_lane, pat)
    disowning.disown(link_to(pat.email))
    assert Claim.objects.get().status == "not_theirs"
    assert not acts(pat, ash_lane)
    with pytest.raises(Refused):
        disowning.disown(link_to(pat.email))


def test_a_colleagues_link_says_no_while_they_say_who_acts_for_the_school(ash_lane, charlie, bob, helen):
    claimed(ash_lane, charlie)
    school_people.end(bob.school_roles.get(), by=bob)
    with pytest.raises(Refused):
        disowning.disown(link_to(bob.email))
    disowning.disown(link_to(helen.email))
    assert Claim.objects.get().status == "not_theirs"


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_link_changes_nothing(client, ash_lane, charlie, method):
    claimed(ash_lane, charlie)
    address = f"/schools/claims/{LINK.search(newest('schools/claim_stands'))[1]}/"
    assert getattr(client, method)(address).status_code == 200
    assert Claim.objects.get().is_waiting
    assert client.post(address).status_code == 200
    assert Claim.objects.get().status == "not_theirs"


def test_an_invitation_that_is_taken_up_verifies_the_claim(client, ash_lane, charlie, bob):
    claimed(ash_lane, charlie)
    school_people.invite(school=ash_lane, email=charlie.email, kind="teacher", by=bob)
    token = re.search(r"/invitation/([\w-]+)/", newest("accounts/invitation"))[1]
    client.force_login(proved(charlie))
    client.post(reverse("accept_invitation"), {"token": token})
    assert (Claim.objects.get().status, Claim.objects.get().how) == ("verified", "invitation")


def test_nobody_asks_for_many_schools_or_again_and_again(charlie, ash_lane):
    for _ in range(claims.MOST_WAITING):
        claimed(factories.SchoolFactory(), charlie)
    with pytest.raises(Refused, match="wait already"):
        claimed(ash_lane, charlie)
    mine = Claim.objects.first()
    for _ in range(claims.MOST_A_SCHOOL - 1):
        claims.take_back(mine, by=charlie)
        mine = claimed(mine.school, charlie)
    claims.take_back(mine, by=charlie)
    with pytest.raises(Refused, match="Write to your Maths Hub"):
        claimed(mine.school, charlie)
