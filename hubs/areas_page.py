"""The administration's page that loads hub areas from a file."""

from django import forms
from django.http import HttpRequest, HttpResponse

from hubs.areas import load_areas
from schools.load_page import load_page
from schools.loaded import in_words

INTRO = (
    "Which authorities and districts each hub serves, and since when. You see what the file would change before "
    "anything is changed."
)


class ChooseFile(forms.Form):
    file = forms.FileField(
        label="Areas",
        help_text="CSV with the columns hub, la_name, as_at; where wanted district_code, district_name, ends, source.",
    )


def areas_page(request: HttpRequest, context: dict, done: str) -> HttpResponse:
    """`schools.load_page` for hub areas; `context` is the admin site's."""
    told = {**context, "intro": INTRO}
    return load_page(request, told, choose=ChooseFile, load=load_areas, tell=in_words, done=done)
