"""Views of the queue under a name (5.1): one's own and the desk's, and the one that the queue opens with."""

import pytest

from applications import saved_views
from applications.desk_models import SavedView
from journal.moves import Refused
from tests.applications.test_desk_queue import QUEUE

VIEWS = "/desk/glow/views/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def save(hub, by, name="Mine to decide", query="owner=me", shared=False):
    return saved_views.save(hub=hub, name=name, query=query, shared=shared, by=by)


def names(response):
    return [view.name for view in response.context["views"]]


def test_what_the_address_asks_for_is_kept_and_nothing_else(as_alice, sent):
    address = VIEWS + "new/?owner=nobody&words=ash&sent_from=soon&project=nonsense&csrf=1&after=1~1"
    response = as_alice.post(address, {"name": "Ash, nobody’s", "whose": "hub"})
    view = SavedView.objects.get()
    assert (view.query, view.owner) == ("words=ash&owner=nobody", None)
    assert response.url == f"{QUEUE}?{view.query}"
    assert "Ash, nobody’s" in as_alice.get(response.url).content.decode()


def test_ones_own_view_is_for_oneself_and_the_hubs_for_its_desk(client, glow, jurassic, alice, frank, dana):
    save(glow, alice)
    save(glow, alice, name="All", query="status=all", shared=True)
    client.force_login(frank)
    assert names(client.get(QUEUE + "?status=waiting")) == ["All"]
    client.force_login(dana)
    assert names(client.get("/desk/jurassic/queue/?status=waiting")) == []


def test_a_colleagues_own_view_is_not_found(client, glow, alice, frank):
    view = save(glow, alice)
    client.force_login(frank)
    assert client.post(f"{VIEWS}{view.pk}/", {"do": "delete"}).status_code == 404
    with pytest.raises(Refused, match="colleague’s own"):
        saved_views.delete(view, by=frank)


def test_nobody_else_keeps_a_view_of_a_hub(glow, dana):
    with pytest.raises(Refused, match="Only people at the desk"):
        save(glow, dana)


def test_the_queue_opens_with_the_view_one_chose_and_can_be_seen_without(as_alice, glow, alice):
    view = save(glow, alice)
    as_alice.post(f"{VIEWS}{view.pk}/", {"do": "first"})
    assert as_alice.get(QUEUE).url == QUEUE + "?owner=me"
    response = as_alice.get(QUEUE + "?owner=me")
    assert response.context["clear"] == "?status=waiting"
    assert as_alice.get(QUEUE + response.context["clear"]).status_code == 200
    as_alice.post(f"{VIEWS}{view.pk}/", {"do": "not_first"})
    assert as_alice.get(QUEUE).status_code == 200


def test_a_view_is_renamed_and_deleted_and_a_name_is_there_once(as_alice, glow, alice):
    view = save(glow, alice)
    save(glow, alice, name="Second")
    address = f"{VIEWS}{view.pk}/"
    assert (
        "You have a view of that name already"
        in as_alice.post(address, {"do": "rename", "name": "Second"}).content.decode()
    )
    as_alice.post(address, {"do": "rename", "name": "Third\x00\u202e"})
    view.refresh_from_db()
    assert view.name == "Third"
    as_alice.post(address, {"do": "delete"})
    assert [view.name for view in SavedView.objects.all()] == ["Second"]


def test_a_view_without_a_name_is_asked_for_one(as_alice, sent):
    response = as_alice.post(VIEWS + "new/?owner=me", {"name": " ", "whose": "mine"})
    assert (response.status_code, SavedView.objects.count()) == (422, 0)
    assert "Enter a name." in response.content.decode()
