"""One page of the form in a school's hands: saved on continue and while it is typed, and never over newer words."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications import keys, paper, spec, stale
from applications.asking import ask_beside
from applications.forms import PageForm, page_form
from applications.models import Application
from applications.two_versions import chosen, versions
from applications.views import kept
from applications.views.door import find, holder_of, with_a_key
from journal.clock import clock
from journal.moves import Refused


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, reference: str, section: str, page: str) -> HttpResponse:
    """One page of the form. What is saved is this page's answers, and the next page follows."""
    posted = request.method == "POST"  # saved in as few queries as can be
    application = find(request, reference, lean=posted)
    if not paper.take_up(application):
        return (
            JsonResponse({"sent": True}, status=409)
            if kept.is_autosave(request)
            else redirect("apply:status", reference)
        )
    form_spec = spec.recent_form(application.project_id) if posted else spec.form_for(application.project)
    form_spec = form_spec.within(keys.part_of(application, holder_of(request)))
    asked = form_spec.page(section, page)
    if asked is None or not paper.is_open(application, asked):
        raise Http404
    if kept.is_autosave(request):
        return _autosave(request, application, asked)
    if posted:
        return _save(request, application, form_spec, section, asked)
    return _show(request, application, form_spec, section, asked)


def _form(application: Application, asked: spec.Page, data=None, **how) -> PageForm:
    form = page_form(asked)(data, answers=application.answers, school_id=application.school_id, **how)
    if application.asked_now:
        ask_beside(form, application.asked_now)
    return form


def _show(request, application, form_spec, section: str, asked: spec.Page) -> HttpResponse:
    """The page as it is saved; or as somebody typed it who could not save it then."""
    typed = kept.typed_here(request)
    if typed is None:
        return _draw(request, application, form_spec, section, asked, _form(application, asked))
    words, at = typed
    form = _form(application, asked, words, whole=False)
    return _draw(request, application, form_spec, section, asked, form, typed_at=at, drawn=words.get("drawn", ""))


def _save(request, application, form_spec, section: str, asked: spec.Page) -> HttpResponse:
    go = request.POST.get("go", "")
    if go == "drop":
        kept.forget(request)
        return redirect(request.get_full_path())
    form = _form(
        application, asked, chosen(request.POST, asked, application.answers), whole=go not in ("later", "more")
    )
    drawn = request.POST.get("drawn", "")
    shown = {"drawn": drawn}
    if form.is_valid():
        try:
            paper.save(application, answers=form.given, by=holder_of(request), drawn=stale.read(drawn, asked))
            kept.forget(request)
            return _onward(request, application, form_spec, section, asked.slug, go)
        except stale.Clash as clash:
            paper.read_again(application)
            shown = {"versions": versions(asked, form.given, clash), "saved_at": clock(clash.saved)}
        except Refused as refusal:
            shown = {"problem": refusal.reason}
    return _draw(request, application, form_spec, section, asked, form, **shown)


def _autosave(request, application: Application, asked: spec.Page) -> HttpResponse:
    """For the page's script: what can be kept of a page that somebody is still writing."""
    form = _form(application, asked, request.POST, typing=True)
    form.is_valid()
    drawn = stale.read(request.POST.get("drawn", ""), asked)
    try:
        saved = paper.save(application, answers=form.can_be_kept(), by=holder_of(request), drawn=drawn)
    except stale.Clash as clash:
        return JsonResponse({"clash": clash.reason}, status=409)
    except Refused as refusal:
        return JsonResponse({"sent": True, "says": refusal.reason}, status=409)
    kept.forget(request)
    wrong = sorted({str(form.fields[name].label) for name in form.errors if name in form.fields})
    return JsonResponse({"saved": clock(saved.saved), "drawn": stale.carried(saved, asked), "wrong": wrong})


def _draw(request, application, form_spec, section: str, asked: spec.Page, form: PageForm, **more) -> HttpResponse:
    refused = "problem" in more or "versions" in more
    context = {
        "application": application,
        "section": form_spec.section(section),
        "page": asked,
        "form": form,
        "drawn": stale.carried(application, asked),
        "back": _back(request, application.reference, form_spec.before(section, asked.slug)),
        **more,
    }
    return render(request, "applications/apply/page.html", context, status=409 if refused else 200)


def _onward(request, application, form_spec, section: str, page: str, go: str) -> HttpResponse:
    """Where the reader goes after saving: the task list, this page again, the answers, or the next page."""
    reference = application.reference
    if go == "later":
        return redirect("apply:tasks", reference)
    if go == "more":
        again = redirect("apply:page", reference, section, page)
        again["Location"] += "?check" if "check" in request.GET else ""
        return again
    following = form_spec.after(section, page)
    if "check" in request.GET or following is None:
        return redirect("apply:check", reference)
    return redirect("apply:page", reference, *following)


def _back(request, reference: str, before: tuple[str, str] | None) -> str:
    """Where the back link leads: the answers if the reader came from there, else the page before, else the list."""
    if "check" in request.GET:
        return reverse("apply:check", args=[reference])
    return reverse("apply:page", args=[reference, *before]) if before else reverse("apply:tasks", args=[reference])
