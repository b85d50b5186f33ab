"""Whatever a browser, or somebody without one, sends to a page: it is answered in words, and never breaks."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications import spec
from applications.forms import page_form
from applications.models import Application

BAD = [
    "\x00",
    "a\x00b",
    "9" * 31,
    "-1",
    "x" * 50_000,
    "\u202e",
    "‮ 🦉",
    "%s%n",
    "{{ 1 }}",
    "'\"><img>",
    "\\u0000",
    "on",
]


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


def pages(draft):
    return [
        (reverse("apply:page", args=[draft.reference, section.slug, page.slug]), page)
        for section, page in spec.form_for(draft.project).pages()
    ]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("go", ["next", "later", "more", "\x00"])
def test_every_field_of_every_page_with_the_same_bad_words(bobs, draft, bad, go):
    for url, page in pages(draft):
        sent = dict.fromkeys(page_form(page).base_fields, bad) | {"go": go}
        response = bobs.post(url, sent)
        assert response.status_code in (200, 302), url
        assert bobs.get(url).status_code == 200, url
    for name in ("tasks", "check"):
        assert bobs.get(reverse(f"apply:{name}", args=[draft.reference])).status_code == 200
    assert bobs.post(reverse("apply:submit", args=[draft.reference])).status_code in (302, 409)


@pytest.mark.parametrize("body", [b"", b"%00=%00", b"first_name=%ED%A0%80", b"\xff\xfe", b"a" * 10_000, b"=&=&;"])
def test_a_body_that_is_no_form(bobs, draft, body):
    for url, _ in pages(draft):
        assert bobs.generic("POST", url, body, "application/x-www-form-urlencoded").status_code in (200, 302)


@pytest.mark.parametrize("path", ["EOI-%00", "EOI-" + "9" * 300, "-", "EOI-7K4M2Q/people/%00", "eoi/check"])
def test_an_address_that_leads_nowhere(bobs, db, path):
    assert bobs.get(f"/apply/{path}/").status_code == 404


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(words=st.lists(st.text(max_size=60), min_size=5, max_size=5))
def test_what_is_kept_is_what_was_typed_but_for_white_space(draft, words):
    names = ["first_name", "last_name", "job", "email", "telephone"]
    page = spec.form_for(draft.project).page("people", "you")
    form = page_form(page)(dict(zip(names, words, strict=True)), answers={}, school_id=draft.school_id, whole=False)
    if form.is_valid():
        Application.objects.filter(pk=draft.pk).update(answers=form.given)
        kept = Application.objects.get(pk=draft.pk).answers
        assert [kept[name] for name in names] == [" ".join(text.split()) for text in words]
    else:
        assert set(form.errors) <= set(names)
