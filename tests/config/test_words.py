"""Django's own words, where the house says it otherwise."""

import re
from datetime import datetime
from gettext import GNUTranslations

import pytest
from django import forms
from django.template import engines


@pytest.mark.parametrize(("hour", "words"), [(9, "5 March 2027, 9:30am"), (15, "5 March 2027, 3:30pm")])
def test_times_are_written_as_people_here_write_them(hour, words):
    template = engines["django"].from_string('{{ at|date:"DATETIME_FORMAT" }}')
    assert template.render({"at": datetime(2027, 3, 5, hour, 30)}) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.CharField(), "a\x00b", "Take out the character that cannot be shown."),
        (forms.EmailField(), "nobody", "Enter an email address like name@example.org."),
        (forms.IntegerField(), "ten", "Enter a whole number, in figures."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "Choose from the answers listed: b is not among them."),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(field, value, words):
    with pytest.raises(forms.ValidationError, match=words.replace(".", r"\.")):
        field.clean(value)


def test_the_compiled_words_are_in_step_with_their_source(settings):
    folder = settings.LOCALE_PATHS[0] / "en_GB" / "LC_MESSAGES"
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(), re.MULTILINE)
    with (folder / "django.mo").open("rb") as compiled:
        read = GNUTranslations(compiled)
    assert len(pairs) > 5
    assert [source for source, ours in pairs if read.gettext(source) != ours] == []
