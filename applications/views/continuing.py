"""A school is asked whether it goes on with its group: by the link that was sent, or signed in for the school."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.secret_pages import kept_secret
from applications.afterwards import Reason
from applications.deciding.forms import TurnDownForm
from applications.going_on import answering
from applications.going_on.models import Continuation
from applications.holders import Holder
from applications.models import DraftKey
from applications.views.door import holder_of, take_in
from journal.moves import Refused
from workgroups.models import Place


class NoForm(TurnDownForm):
    reason = Reason(
        label="Why does your school not go on?",
        help_text="The hub reads it. It helps the hub to plan, and to offer you something that fits better.",
        asks="Write why your school does not go on: the hub reads it.",
        rows=3,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_school(request: HttpRequest, key: int) -> HttpResponse:
    """For whoever acts for the school, has proved the address that was asked, or went on by the link here."""
    holder = holder_of(request)
    mine = Continuation.objects.of_school_people(request.user) if holder.pk else _opened_here(holder)
    one = mine.filter(pk=key).select_related(*answering.RELATED).first()
    if one is None and not holder.pk:
        return redirect_to_login(request.get_full_path())
    if one is None:
        raise Http404
    return _page_or_answer(request, one, by=holder)


def _opened_here(holder: Holder):
    """What the keys of this browser open whole: a colleague who was asked for a part does not answer for the school."""
    keys = DraftKey.objects.live().filter(pk__in=list(holder.keys.values()), kind=DraftKey.Kind.STARTER)
    return Continuation.objects.filter(application__in=keys.values("application"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the link. Nothing is used up by looking: mail scanners look too."""
    one = answering.found_by(token)
    if one is None:
        response = render(request, "applications/apply/continue_unknown.html", status=404)
    else:
        is_theirs = Continuation.objects.of_school_people(request.user).filter(pk=one.pk).exists()
        response = _page_or_answer(request, one, by=holder_of(request) if is_theirs else None)
    return kept_secret(response)


def _page_or_answer(request: HttpRequest, one: Continuation, *, by) -> HttpResponse:
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    form = NoForm(request.POST if answer == "no" else None)
    try:
        if answer == "go_on":
            return _go_on(request, one, by)
        if answer == "no" and form.is_valid():
            answering.say_no(one, reason=form.cleaned_data["reason"], by=by)
            return redirect(request.path)
    except Refused as refusal:
        again = Continuation.objects.select_related(*answering.RELATED).get(pk=one.pk)
        return _page(request, again, form, by=by, refusal=refusal.reason, status=409)
    return _page(request, one, form, by=by, status=422 if form.errors else 200)


def _go_on(request: HttpRequest, one: Continuation, by) -> HttpResponse:
    """To the answers of last year, made a draft; from now on this browser opens it."""
    application, key = answering.begin(one, by=by)
    if key:
        take_in(request, key)
    return redirect("apply:check", application.reference)


def _page(request, one: Continuation, form: NoForm, *, by, refusal: str = "", status: int = 200) -> HttpResponse:
    closed = ""
    try:
        answering.check_open(one)
    except Refused as reason:
        closed = reason.reason
    earlier = one.earlier.group
    others = Place.objects.filter(group=earlier, status__in=Place.TAKES_PART).exclude(school=one.earlier.school_id)
    context = {
        "one": one,
        "group": one.group,
        "earlier": earlier,
        "hub": one.group.hub,
        "project": one.group.project,
        "members": list(others.order_by("school__name").values_list("school__name", flat=True)),
        "form": form,
        "closed": closed,
        "refusal": refusal,
        "with_link": by is None,
    }
    return render(request, "applications/apply/continue.html", context, status=status)
