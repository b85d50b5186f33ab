"""The signatures of one application: the school's page of them, and the hub's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from applications import pledging, signatures
from applications.models import Application
from applications.signing_forms import GoAheadForm, WhoSignsForm
from applications.views.desk import hub_of, rail
from applications.views.door import find_whole, holder_of, with_a_key
from hubs.access import rights_at
from journal.moves import Refused
from workgroups import pledge_changes, pledge_copies, pledges
from workgroups.models import Signatory


@never_cache
@with_a_key
@require_http_methods(["GET", "HEAD", "POST"])
def of_school(request: HttpRequest, reference: str) -> HttpResponse:
    """Who has signed, who has not; send a link again, or to another address."""
    application = find_whole(request, reference)
    if application.is_draft:
        return redirect("apply:tasks", reference)
    page = _Page(request, application, holder_of(request), "applications/apply/signatures.html")
    if request.method == "POST":
        return page.answer(page.of_one, "apply:signatures", reference)
    return page.show()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_desk(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """The same for the hub, which may also go ahead without, or ask for what was never asked for."""
    page = _desk_page(request, hub, reference)
    if request.method == "POST":
        return page.answer(page.of_all, "desk:signatures", hub, reference)
    return page.show()


@never_cache
@login_required
@require_safe
def copy(request: HttpRequest, hub: str, reference: str) -> HttpResponse:
    """The complete form with all signatures, as a file: the hub's own copy."""
    page = _desk_page(request, hub, reference)
    try:
        found = pledge_copies.copy_of(page.application.pledge)
    except Refused as refusal:
        return page.show(409, refusal.reason)
    kept = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=kept)


def _desk_page(request: HttpRequest, hub: str, reference: str) -> "_DeskPage":
    sent = Application.objects.reviewable_by(request.user).filter(hub=hub_of(request, hub))
    application = get_object_or_404(sent.select_related("project", "hub", "school", "pledge"), reference=reference)
    return _DeskPage(request, application, request.user, "applications/desk/signatures.html")


class _Page:
    """One request to see or change the signatures; `who` acts."""

    def __init__(self, request: HttpRequest, application: Application, who, template: str):
        self.request, self.application, self.who, self.template = request, application, who, template

    def show(self, status: int = 200, refusal: str = "", **tried) -> HttpResponse:
        shown = signatures.shown(self.application, tried=tried.get("form"), at=tried.get("at"))
        context = {"application": self.application, "shown": shown, "refusal": refusal, **self.more(**tried), **tried}
        return render(self.request, self.template, context, status=status)

    def more(self, **tried) -> dict:
        return {}

    def answer(self, act, *there) -> HttpResponse:
        """Do what was asked; a page with the reason where it is refused."""
        try:
            response = act(self.request.POST.get("answer", ""))
        except Refused as refusal:
            self.application = Application.objects.select_related("project", "hub", "school", "pledge").get(
                pk=self.application.pk
            )
            return self.show(409, refusal.reason)
        return response or redirect(*there)

    def of_one(self, answer: str) -> HttpResponse | None:
        """What is done about one signatory; Http404 for anything else."""
        signatory = self._signatory()
        if answer == "send":
            pledges.reissue(signatory, by=self.who)
            messages.success(self.request, f"A new link is on its way to {signatory.email}.")
        elif answer == "replace":
            form = WhoSignsForm(self.request.POST, signatory=signatory)
            if not form.is_valid():
                return self.show(422, form=form, at=signatory.pk)
            new = pledge_changes.replace(signatory, **form.cleaned_data, by=self.who)
            messages.success(self.request, f"{new.name} is asked to sign, at {new.email}.")
        else:
            raise Http404
        return None

    def _signatory(self) -> Signatory:
        key = self.request.POST.get("signatory", "")
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise Http404
        rows = Signatory.objects.asked().filter(pledge=self.application.pledge_id).select_related("pledge")
        return get_object_or_404(rows, pk=key)


class _DeskPage(_Page):
    def more(self, **tried) -> dict:
        rights = rights_at(self.who, self.application.hub)
        return {
            "hub": self.application.hub,
            "may_go_ahead": rights.decides,
            "go_ahead_form": tried.get("go_ahead_form") or GoAheadForm(),
            "may_ask": self._may_ask(),
            "copies": pledge_copies.made_of(self.application.pledge),
            "rail": rail(self.application.hub),
            "here": "application",
        }

    def _may_ask(self) -> bool:
        try:
            pledging.check_ask(self.application, self.who)
        except Refused:
            return False
        return True

    def of_all(self, answer: str) -> HttpResponse | None:
        if answer == "ask":
            pledging.ask(self.application, by=self.who)
            messages.success(self.request, "Everybody who signs is asked now.")
            return None
        if self.application.pledge is None:
            raise Http404
        if answer != "go_ahead":
            return self.of_one(answer)
        signatures.check_go_ahead(self.application, self.who)
        form = GoAheadForm(self.request.POST)
        if not form.is_valid():
            return self.show(422, form=form, go_ahead_form=form)
        signatures.go_ahead_without(self.application, reason=form.cleaned_data["reason"], by=self.who)
        messages.success(self.request, "You go ahead without; the reason is on record.")
        return None
