"""An administrator invites the programme's staff and the hubs' leads, follows the invitations and ends roles."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import invitations, national
from accounts.models import Invitation, NationalRole
from hubs.models import HubRole
from journal.models import Event
from journal.moves import Refused
from schools import people as school_people
from tests.accounts.test_invitations import proved, token_sent

PAGE = "/national/people/"


@pytest.fixture
def page(client, adam):
    """`page(show="back")`: what Adam reads."""
    client.force_login(adam)

    def read(**query):
        return client.get(PAGE, query).content.decode()

    return read


def invite(client, email: str, role: str, hub=None):
    return client.post(PAGE, {"email": email, "role": role, "hub": hub.pk if hub else ""})


def test_a_viewer_is_invited_takes_it_up_and_reads_the_figures(client, page, charlie):
    assert "None waits" in page()
    assert invite(client, charlie.email, "viewer").url == PAGE
    assert "good until" in page()
    client.force_login(proved(charlie))
    client.post(reverse("accept_invitation"), {"token": token_sent()})
    assert client.get(reverse("national:glance")).status_code == 200
    assert client.get(PAGE).status_code == 404


def test_a_hubs_lead_is_invited_to_their_hub(client, page, charlie, glow):
    assert "Choose the hub" in invite(client, charlie.email, "lead").content.decode()
    assert invite(client, charlie.email, "lead", glow).status_code == 302
    client.force_login(proved(charlie))
    client.post(reverse("accept_invitation"), {"token": token_sent()})
    assert HubRole.objects.get(user=charlie).hub == glow


def test_the_list_says_how_each_stands(client, page, adam, nadia, glow, ash_lane, bob):
    for name in ("waiting", "used", "back", "out"):
        national.invite(email=f"{name}@example.org", kind="viewer", by=adam)
    now = timezone.now()
    Invitation.objects.filter(email__startswith="used").update(accepted=now, accepted_by=nadia)
    Invitation.objects.filter(email__startswith="back").update(revoked=now)
    Invitation.objects.filter(email__startswith="out").update(expires=now - timedelta(days=1))
    school_people.invite(school=ash_lane, email="colleague@example.org", kind="teacher", by=bob)
    for name in ("waiting", "used", "back", "out"):
        told = page(show=name)
        assert [other for other in ("waiting", "used", "back", "out") if f"{other}@" in told] == [name]
        assert "colleague@" not in told


def test_one_is_taken_back_and_its_link_opens_nothing(client, page, charlie):
    invite(client, charlie.email, "administrator")
    token, found = token_sent(), Invitation.objects.get()
    client.post(f"{PAGE}invitations/{found.pk}/take-back/")
    assert invitations.found_by(token) is None
    assert client.post(f"{PAGE}invitations/{found.pk}/take-back/").status_code == 409
    assert [event.kind for event in Event.objects.about(found)] == ["invited", "taken back"]


@pytest.mark.parametrize("role", ["viewer", "lead"])
def test_one_that_ran_out_or_was_taken_back_is_sent_anew(client, page, charlie, glow, role):
    invite(client, charlie.email, role, glow)
    first, found = token_sent(), Invitation.objects.get()
    Invitation.objects.update(expires=timezone.now())
    client.post(f"{PAGE}invitations/{found.pk}/again/")
    second = token_sent()
    assert (invitations.found_by(first), invitations.found_by(second)) == (None, found)
    client.post(f"{PAGE}invitations/{found.pk}/take-back/")
    client.post(f"{PAGE}invitations/{found.pk}/again/")
    assert invitations.found_by(second) is None
    assert invitations.found_by(token_sent()).email == charlie.email


def test_who_has_the_role_is_not_invited_to_it(client, page, nadia):
    assert "is National viewer already" in invite(client, nadia.email.upper(), "viewer").content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("email", ["", "x", "\x00@example.org", f"{'x' * 300}@example.org"], ids=ascii)
@pytest.mark.parametrize(("role", "hub"), [("", ""), ("owner", "9" * 30), ("lead", "\x00"), ("viewer", "-1")])
def test_nothing_that_is_typed_breaks_it_or_is_lost(client, page, email, role, hub):
    answer = client.post(PAGE, {"email": email, "role": role, "hub": hub})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_role_ends_and_the_last_administrator_stays(client, page, adam, nadia):
    viewer, last = nadia.national_roles.get(), adam.national_roles.get()
    client.post(f"{PAGE}{viewer.pk}/end/")
    assert not NationalRole.objects.current().filter(user=nadia).exists()
    assert "There is always an administrator" in client.post(f"{PAGE}{last.pk}/end/").content.decode()
    NationalRole.objects.create(user=nadia, kind="administrator")
    assert client.post(f"{PAGE}{last.pk}/end/").url == reverse("start")
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("who", ["alice", "nadia", "bob"])
def test_nobody_but_an_administrator_invites_or_ends(request, who, adam, nadia):
    person = request.getfixturevalue(who)
    offer = national.invite(email="x@example.org", kind="viewer", by=adam)
    for verb in (
        lambda: national.invite(email="y@example.org", kind="administrator", by=person),
        lambda: national.revoke(offer, by=person),
        lambda: national.end(nadia.national_roles.get(), by=person),
    ):
        with pytest.raises(Refused, match="Only an administrator"):
            verb()


def test_the_page_costs_the_same_for_one_and_for_thirty(page, adam):
    def cost(count: int) -> int:
        for number in range(count):
            national.invite(email=f"many{number}@example.org", kind="viewer", by=adam)
        with CaptureQueriesContext(connection) as asked:
            assert "Send a new link" in page()
        return len(asked)

    cost(1)
    assert cost(1) == cost(30)
    assert "Next" in page()
