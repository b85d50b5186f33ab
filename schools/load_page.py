"""An administration page that loads a small CSV file: choose it, see what it would change, load it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from schools.csv_file import MOST_BYTES, FileError, as_text

TEMPLATE = "admin/load_file.html"


class Confirm(forms.Form):
    """The words of the file again, so that what is loaded is what was shown."""

    words = forms.CharField(max_length=MOST_BYTES, strip=False, widget=forms.HiddenInput)


def load_page(
    request: HttpRequest, context: dict, *, choose: type[forms.Form], load: Callable, tell: Callable, done: str
) -> HttpResponse:
    """One address for both steps; `context` is the admin site's, `done` where it goes when all is loaded.

    `choose` asks for `file`; `load(content, by=, dry_run=)` does it or raises FileError; `tell(loaded, would_be)`
    says in a sentence what it did or would do.
    """
    confirm = Confirm(request.POST) if "words" in request.POST else None
    form = choose(request.POST or None, request.FILES or None) if confirm is None else choose()
    told = {**context, "form": form}
    if confirm and confirm.is_valid():
        content = confirm.cleaned_data["words"].encode()
    elif form.is_bound and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
    else:
        return TemplateResponse(request, TEMPLATE, told)
    try:
        loaded = load(content, by=request.user, dry_run=confirm is None)
    except FileError as fault:
        return TemplateResponse(request, TEMPLATE, told | {"errors": fault.errors})
    if confirm is None:
        preview = Confirm(initial={"words": as_text(content)})
        return TemplateResponse(request, TEMPLATE, told | {"preview": tell(loaded, True), "confirm": preview})
    messages.success(request, tell(loaded, False))
    return redirect(done)
