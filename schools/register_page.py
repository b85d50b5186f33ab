"""The admin's page that brings the register up to date: choose a file, see what it would change, apply it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from journal.moves import Refused
from schools.register.load import import_register, latest_load
from schools.register.report import Report
from schools.register.uploads import GONE, Files, Upload, keep, unsealed

INTRO = (
    "Choose the file as the Department for Education publishes it. You see what it would change before anything is "
    "changed."
)
LARGEST = 200 * 1024 * 1024


class ChooseFile(forms.Form):
    file = forms.FileField(
        label="Register", help_text="edubasealldata….csv from Get Information About Schools, or a zip of it."
    )
    links = forms.FileField(
        label="Links", required=False, help_text="links_edubasealldata….csv: which school carried on from which."
    )

    def clean(self):
        for name in ("file", "links"):
            sent = self.cleaned_data.get(name)
            if sent and sent.size > LARGEST:
                self.add_error(name, f"The file has {sent.size // 1024**2:,} MB, more than {LARGEST // 1024**2}.")
        return self.cleaned_data


def import_page(request: HttpRequest, context: dict, done: str) -> HttpResponse:
    """One address for the three steps; `context` is the admin site's, `done` where it goes when all is applied."""
    context = {**context, "intro": INTRO}
    if "seal" in request.POST:
        return _apply(request, context, done)
    form = ChooseFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = keep(form.cleaned_data["file"], form.cleaned_data["links"])
        try:
            return _preview(request, context, upload)
        except Refused as refusal:
            upload.discard()
            form.add_error("file", refusal.reason)
    return TemplateResponse(request, "admin/load_file.html", {**context, "form": form})


def _preview(request: HttpRequest, context: dict, upload: Upload, problem: str = "") -> HttpResponse:
    after = latest_load()
    with upload.files() as files:
        report = import_register(files.register, links=files.links, file_name=upload.name, dry_run=True)
        seal = upload.seal(files, after)
    told = {
        "report": report,
        "totals": report.totals(),
        "details": report.details(),
        "seal": seal,
        "upload": upload,
        "problem": problem,
    }
    return TemplateResponse(request, "admin/schools/import_preview.html", {**context, **told})


def _apply(request: HttpRequest, context: dict, done: str) -> HttpResponse:
    """What was checked; shown again, with the reason, where the register is another one by now."""
    upload = None
    try:
        upload, after = unsealed(request.POST["seal"])
        with upload.files() as files:
            report = _import(request, upload, files, after)
    except Refused as refusal:
        if upload is None or refusal.reason == GONE:
            told = {"form": ChooseFile(), "problem": refusal.reason}
            return TemplateResponse(request, "admin/load_file.html", {**context, **told})
        return _preview(request, context, upload, refusal.reason)
    upload.discard()
    messages.success(
        request,
        f"The register is up to date with {report.file}: {report.created:,} schools created, "
        f"{report.changed:,} changed, {report.closed:,} of them closed.",
    )
    return redirect(done)


def _import(request: HttpRequest, upload: Upload, files: Files, after: int) -> Report:
    return import_register(
        files.register,
        links=files.links,
        file_name=upload.name,
        confirm_closures="confirm_closures" in request.POST,
        by=request.user,
        after=after,
    )
