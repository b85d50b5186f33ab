"""The administration's page that loads hub areas from a file: choose it, see what it would change, load it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from hubs.area_file import MOST_BYTES, AreaFileError, as_text
from hubs.areas import load_areas


class ChooseFile(forms.Form):
    file = forms.FileField(
        label="Areas",
        help_text="CSV with the columns hub, la_name, as_at; where wanted district_code, district_name, ends, source.",
    )


class Confirm(forms.Form):
    """The words of the file again, so that what is loaded is what was shown."""

    words = forms.CharField(max_length=MOST_BYTES, strip=False, widget=forms.HiddenInput)


def load_page(request: HttpRequest, context: dict, done: str) -> HttpResponse:
    """One address for both steps; `context` is the admin site's, `done` where it goes when all is loaded."""
    confirm = Confirm(request.POST) if "words" in request.POST else None
    form = ChooseFile(request.POST or None, request.FILES or None) if confirm is None else ChooseFile()
    told = {**context, "form": form}
    if confirm and confirm.is_valid():
        content = confirm.cleaned_data["words"].encode()
    elif form.is_bound and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
    else:
        return TemplateResponse(request, "admin/hubs/hubarea/load.html", told)
    try:
        loaded = load_areas(content, by=request.user, dry_run=confirm is None)
    except AreaFileError as fault:
        return TemplateResponse(request, "admin/hubs/hubarea/load.html", told | {"errors": fault.errors})
    if confirm is None:
        preview = Confirm(initial={"words": as_text(content)})
        return TemplateResponse(request, "admin/hubs/hubarea/load.html", told | {"loaded": loaded, "confirm": preview})
    messages.success(request, f"{loaded.made} areas added, {loaded.ended} ended, {loaded.unchanged} known already.")
    return redirect(done)
