"""Forms that people can use: label, hint, error, control; a summary whose every link reaches something."""

import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.template import engines

from config.templatetags.look import error_lines
from demo.look import LookForm

PAGE = '{% load crispy_forms_tags %}{% include "partials/error_summary.html" %}{% crispy form %}'
IDS = re.compile(r'\sid="([^"]+)"')


def drawn(form) -> str:
    return engines["django"].from_string(PAGE).render({"form": form, "csrf_token": "x"})


@pytest.fixture
def empty_handed():
    """The demo's form of every kind of field, sent empty."""
    return LookForm({})


def test_every_link_of_the_summary_reaches_a_control_that_exists(empty_handed):
    html = drawn(empty_handed)
    targets = re.findall(r'href="#([^"]+)"', html)
    controls = re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', html)
    assert len(targets) == len([field for field in empty_handed if not field.is_hidden])
    assert [target for target in targets if target not in controls] == []


def test_what_describes_a_field_is_on_the_page(empty_handed):
    html = drawn(empty_handed)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert len(described) > len(empty_handed.fields)
    assert [name for name in described if name not in IDS.findall(html)] == []


def test_no_id_is_used_twice(empty_handed):
    ids = IDS.findall(drawn(empty_handed))
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("name", ["name", "group", "years", "inspected"])
def test_hint_and_error_come_before_the_control(empty_handed, name):
    html = drawn(empty_handed)
    field = html[html.index(f'id="div_id_{name}"') :]
    marks = ["form-label", "field-error", f'name="{name}']
    assert sorted(marks, key=field.index) == marks


def test_the_summary_follows_the_order_of_the_layout():
    class Ordered(LookForm):
        helper = FormHelper()

    Ordered.helper.layout = Layout("statement", "group", "name")
    first = [line.id for line in error_lines(Ordered({}))][:3]
    assert first == ["id_statement", "id_group_0", "id_name"]


def test_an_error_of_the_whole_form_comes_first_and_leads_nowhere(empty_handed):
    empty_handed.add_error(None, "These two answers do not fit together.")
    line = error_lines(empty_handed)[0]
    assert (line.id, line.message) == ("", "These two answers do not fit together.")
    assert "<strong>These two answers" in drawn(empty_handed)


def test_an_error_of_a_hidden_field_is_said_and_leads_nowhere():
    form = LookForm({})
    form.add_error("token", "Load the page again.")
    assert [line.id for line in error_lines(form) if line.message == "Load the page again."] == [""]


def test_a_group_without_choices_is_reached_by_its_frame():
    form = LookForm({})
    form.fields["years"].choices = []
    target = next(line.id for line in error_lines(form) if "year" in line.message)
    assert f'id="{target}" tabindex="-1"' in drawn(form)


def test_two_forms_on_a_page_keep_their_links_apart():
    form = LookForm({}, prefix="second")
    assert all(line.id.startswith("id_second-") for line in error_lines(form))


def test_markup_in_an_error_stays_words(empty_handed):
    empty_handed.add_error("name", "<b>bold</b>")
    assert "<b>bold</b>" not in drawn(empty_handed)


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in drawn(LookForm())


def test_a_label_can_be_the_heading_of_its_page():
    class Question(forms.Form):
        why = forms.CharField(label="Why?")
        helper = FormHelper()

    Question.helper.heading_field = "why"
    assert re.search(r"<h1>\s*<label[^>]*>Why\?</label>\s*</h1>", drawn(Question()))
