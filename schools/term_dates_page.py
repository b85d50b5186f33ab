"""The administration's page that loads the term dates of authorities from a file."""

from django import forms
from django.http import HttpRequest, HttpResponse

from schools.load_page import load_page
from schools.loaded import Loaded
from schools.term_dates import load_term_dates

INTRO = (
    "Reminders go to schools on school days. For an authority without term dates of the year, that is every weekday "
    "that is no bank holiday, outside August. You see what the file would change before anything is changed."
)


class ChooseFile(forms.Form):
    file = forms.FileField(
        label="Term dates",
        help_text="CSV with the columns la_name, starts, ends, one row for each half term; where wanted name, source.",
    )


def in_words(loaded: Loaded, would: bool) -> str:
    """Like "6 half terms would be added, 1 would be changed, 0 are known already."."""
    be = "would be " if would else ""
    terms = "half term" if loaded.made == 1 else "half terms"
    known = "is" if loaded.unchanged == 1 else "are"
    return f"{loaded.made} {terms} {be}added, {loaded.ended} {be}changed, {loaded.unchanged} {known} known already."


def term_dates_page(request: HttpRequest, context: dict, done: str) -> HttpResponse:
    """`schools.load_page` for term dates; `context` is the admin site's."""
    told = {**context, "intro": INTRO}
    return load_page(request, told, choose=ChooseFile, load=load_term_dates, tell=in_words, done=done)
