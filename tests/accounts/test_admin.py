"""The administration: for administrators alone, every model in it, and no odd input that breaks it."""

from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from applications import reviewing
from tests import steps
from workgroups import places

OURS = ["journal", "accounts", "schools", "hubs", "workgroups", "applications", "grants"]
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
ODD = [
    "\x00",
    "a\x00b",
    "\ud800",
    "9" * 31,
    "-" + "9" * 31,
    "9" * 5000,
    "９" * 31,
    "9_" * 20 + "9",
    "1," + "9" * 31,
    "%",
    "'\"",
    "99999",
    "\u202e",
    "😀" * 200,
    "null",
    "[]",
]

WORST = ["\x00", "99999" * 7]


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def everything(sent, alice, frank, adam, nadia, bob, birch_road):
    """At least one row of most models, reached by the verbs."""
    reviewing.add_note(sent, text="Rang them.", by=alice)
    return places.take(group=steps.group_of(sent), school=birch_road, by=alice)


@pytest.mark.parametrize("app", OURS)
def test_every_model_of_ours_is_in_the_administration(app):
    missing = [model.__name__ for model in apps.get_app_config(app).get_models() if model not in admin.site._registry]
    assert missing == []


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_list_search_add_and_change_pages_open(client, adam, everything, model):
    client.force_login(adam)
    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "changelist"), {"q": "ash lane"}).status_code == 200
    adds = admin.site._registry[model].has_add_permission(type("Request", (), {"user": adam})())
    assert client.get(page(model, "add")).status_code == (200 if adds else 403)
    row = model._default_manager.first()
    if row:
        assert client.get(page(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_odd_filters_and_keys_find_nothing_and_break_nothing(client, adam, everything, model):
    client.force_login(adam)
    for name in ["q", "id__exact", *filter_names(admin.site._registry[model])]:
        for odd in WORST:
            assert answers(client, page(model, "changelist"), name, odd) in (200, 302, 400, 404), (name, odd)
    for key in ("9" * 31, "x", "-1"):
        assert client.get(page(model, "change", key)).status_code in (302, 404)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd)[:20])
def test_odd_words_find_nothing_and_break_nothing(client, adam, everything, odd):
    client.force_login(adam)
    for name in ["q", "p", "o", "e", "all", "_facets", "status__exact", "hub__id__exact", "submitted__year", "state"]:
        assert answers(client, "/admin/applications/application/", name, odd) in (200, 302, 400, 404), name


def answers(client, path, name, odd):
    """The status of a page asked for with an odd word, even one that no browser would send."""
    return client.get(f"{path}?{name}={quote(odd.encode('utf-8', 'surrogatepass'))}").status_code


def filter_names(admin_of):
    """The parameters of its filters, the one of its date hierarchy last."""
    for item in admin_of.list_filter:
        if not isinstance(item, str):
            yield getattr(item, "parameter_name", "x")
        elif item.split("__")[-1] in ("at", "queued", "closes", "submitted", "date_joined", "created_at"):
            yield f"{item}__gte"
        else:
            yield from (f"{item}__exact", f"{item}__id__exact")
    if admin_of.date_hierarchy:
        yield f"{admin_of.date_hierarchy}__year"


def test_an_action_on_keys_that_no_row_has_says_so(client, adam, everything):
    client.force_login(adam)
    data = {"action": "take_on_selected", "_selected_action": ["9" * 31, "x\x00", "-1"], "index": "0"}
    assert client.post("/admin/applications/application/", data).status_code in (200, 302)


def test_a_stranger_is_sent_to_the_sign_in_page_of_the_house(client, db):
    first = client.get("/admin/hubs/hub/", follow=True)
    assert (
        first.redirect_chain[-1][0] == "/account/login/?next=%2Fadmin%2Fhubs%2Fhub%2F"
        or "account/login" in (first.redirect_chain[-1][0])
    )


@pytest.mark.parametrize("path", ["/admin/", "/admin/hubs/hub/", "/admin/login/", "/admin/nothing/"])
def test_people_who_are_not_administrators_find_nothing_there(client, alice, bob, nadia, path):
    for person in (alice, bob, nadia):
        client.force_login(person)
        assert client.get(path).status_code == 404
