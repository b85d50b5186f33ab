"""The administration's page that loads lists of areas of low social mobility from a file."""

from django import forms
from django.http import HttpRequest, HttpResponse

from schools.listed_areas import load_listed_areas
from schools.load_page import load_page
from schools.loaded import in_words

INTRO = (
    "Opportunity Areas, and areas of category 5 and 6: a school that names its area as a criterion of Readiness is "
    "looked for in these lists. You see what the file would change before anything is changed."
)


class ChooseFile(forms.Form):
    file = forms.FileField(
        label="Listed areas",
        help_text="CSV with the columns list, name, la_name, starts; where wanted district_code, district_name, ends, "
        "source.",
    )


def listed_areas_page(request: HttpRequest, context: dict, done: str) -> HttpResponse:
    """`schools.load_page` for listed areas; `context` is the admin site's."""
    told = {**context, "intro": INTRO}
    return load_page(request, told, choose=ChooseFile, load=load_listed_areas, tell=in_words, done=done)
