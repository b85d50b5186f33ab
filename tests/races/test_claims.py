"""Two first claims of a school at once, and a claim that is confirmed while it is refused."""

import pytest
from allauth.account.models import EmailAddress

from schools import claims
from schools.models import Claim, School, SchoolRole
from tests import factories
from tests.races.conftest import Pause, together, winners
from tests.races.test_applications import anybody_writes

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def a_school(number: int) -> School:
    return factories.SchoolFactory(website=f"www.school{number}.sch.uk")


def of_its_domain(school: School, name: str):
    person = factories.UserFactory(email=f"{name}@{school.website.removeprefix('www.')}")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_two_heads_come_first(monkeypatch, score):
    """The first is verified by the domain; for the second somebody is there who says it."""

    def both(school, begin):
        people = [of_its_domain(school, name) for name in ("ann", "ben")]
        with monkeypatch.context() as patched:
            patched.setattr(claims, "new_code", Pause(2).after(claims.new_code))
            ask = [lambda by=by: begin(school=school, kind="headteacher", name="A Head", by=by) for by in people]
            results = together(*ask)
        assert winners(results) == 2
        return Claim.objects.filter(school=school, status="verified").count()

    for number in range(ROUNDS):
        score.guarded.append(both(a_school(number), claims.begin))
    # Neither the lock nor the one transaction: nobody is known when both look.
    monkeypatch.setattr(claims, "locked_school", lambda school: School.objects.get(pk=school.pk))
    score.control.append(both(a_school(ROUNDS), claims.begin.__wrapped__))

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not verify both, so the race proves nothing"


def test_one_colleague_confirms_and_another_refuses(ash_lane, bob, helen, monkeypatch, score):
    def both() -> int:
        Claim.objects.all().delete()
        person = factories.UserFactory()
        claim, _ = claims.begin(school=ash_lane, kind="office", name="Pat Person", by=person)
        yes, no = (Claim.objects.select_related("school", "user").get(pk=claim.pk) for _ in range(2))
        with monkeypatch.context() as patched:
            patched.setattr(claims, "check_waiting", Pause(2).after(claims.check_waiting))
            results = together(
                lambda: claims.confirm(yes, by=bob), lambda: claims.deny(no, reason="Nobody knows them.", by=helen)
            )
        if winners(results) == 1:
            is_verified = Claim.objects.get(pk=claim.pk).status == "verified"
            assert SchoolRole.objects.current().filter(user=person).exists() == is_verified
        return winners(results)

    score.guarded += [both() for _ in range(ROUNDS)]
    monkeypatch.setattr(claims, "move", anybody_writes)
    score.control.append(both())

    assert score.guarded == [1] * ROUNDS
    assert score.control == [2], "the control did not do both, so the race proves nothing"
