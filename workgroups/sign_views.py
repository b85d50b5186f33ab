"""The page a signatory's link opens: read, then sign, decline, or say it is somebody else. It signs nobody in."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.secret_pages import kept_secret
from journal.moves import Refused
from workgroups import pledge_copies, pledges
from workgroups.models import Signatory
from workgroups.sign_forms import DeclineForm, SignForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for. Nothing is used up by looking: mail scanners look too."""
    signatory = pledges.found_by(token)
    if signatory is None:
        return kept_secret(render(request, "workgroups/sign/unknown.html", status=404))
    response = _answer(request, signatory, token) if request.method == "POST" else _page(request, signatory)
    return kept_secret(response)


@never_cache
@require_safe
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """The complete form again, as it was sent to who signed; there is one once everybody has."""
    signatory = pledges.found_by(token)
    if signatory is None:
        return kept_secret(render(request, "workgroups/sign/unknown.html", status=404))
    try:
        found = pledge_copies.copy_of(signatory.pledge, signatory)
    except Refused as refusal:
        return kept_secret(_page(request, signatory, refusal=refusal.reason, status=409))
    kept = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return kept_secret(HttpResponse(bytes(found.content), content_type=found.media_type, headers=kept))


def _answer(request: HttpRequest, signatory: Signatory, token: str) -> HttpResponse:
    act = ANSWERS.get(request.POST.get("answer", ""))
    if act is None:
        return _page(request, signatory)
    try:
        return act(request, signatory, token)
    except Refused as refusal:
        return _page(request, pledges.found_by(token) or signatory, refusal=refusal.reason, status=409)


def _sign(request: HttpRequest, signatory: Signatory, token: str) -> HttpResponse:
    words = pledges.text_for(signatory)
    form = SignForm(request.POST, version=words.version, confirms=words.words["confirms"])
    if not form.is_valid():
        return _page(request, signatory, form=form, status=422)
    address = get_adapter().get_client_ip(request)
    pledges.sign(signatory, name=form.cleaned_data["name"], version=form.cleaned_data["version"], address=address)
    return redirect("sign:sign", token)


def _decline(request: HttpRequest, signatory: Signatory, token: str) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, signatory, decline_form=form, status=422)
    pledges.decline(signatory, reason=form.cleaned_data["reason"])
    return redirect("sign:sign", token)


def _not_me(request: HttpRequest, signatory: Signatory, token: str) -> HttpResponse:
    pledges.not_me(signatory)
    return render(request, "workgroups/sign/not_me.html", {"pledge": signatory.pledge})


def _new_link(request: HttpRequest, signatory: Signatory, token: str) -> HttpResponse:
    """To the address it was sent to before, and nowhere else; asked too often, it says the same."""
    if ratelimit.consume(request, action="draft_link", key=f"sign-{signatory.pk}"):
        pledges.reissue(signatory)
    return render(request, "workgroups/sign/new_link.html", {"pledge": signatory.pledge})


ANSWERS = {"sign": _sign, "decline": _decline, "not_me": _not_me, "new_link": _new_link}


def _page(request: HttpRequest, signatory: Signatory, *, status: int = 200, refusal: str = "", **tried) -> HttpResponse:
    words, closed = pledges.text_for(signatory), ""
    try:
        pledges.check_may_answer(signatory)
    except Refused as reason:
        closed = reason.reason
    form = tried.get("form") or SignForm(version=words.version, confirms=words.words["confirms"])
    decline_form = tried.get("decline_form") or DeclineForm()
    context = {
        "signatory": signatory,
        "pledge": signatory.pledge,
        "text": words,
        "sections": words.read_by(signatory.role),
        "closed": closed,
        "refusal": refusal if refusal != closed else "",
        "has_run_out": closed and signatory.status == "waiting" and signatory.pledge.takes_signatures,
        "sign_form": form,
        "decline_form": decline_form,
        # The error summary speaks of the form that was sent.
        "form": tried.get("decline_form") or tried.get("form"),
    }
    return render(request, "workgroups/sign/page.html", context, status=status)
