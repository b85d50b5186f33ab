"""The way into an application without signing in: the link that was sent, a new one, and leaving this computer."""

from functools import wraps

from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.secret_pages import kept_secret
from applications import keys
from applications.entrance import AddressForm
from applications.holders import Holder
from applications.models import Application, DraftKey
from applications.views import kept

OPENED = "opened_drafts"  # in the session: keys of DraftKey rows by the reference each opens
MOST_OPENED = 20
# What the pages of one application show beside it.
WITH = ("project", "hub", "school__authority", "school__trust", "started_by", "continuation__group")


class NotOpened(Http404):
    """Not there for this person; somebody who is not signed in is led to the ways in."""


def holder_of(request: HttpRequest) -> Holder:
    return Holder(request.user, request.session.get(OPENED) or {})


def find(request: HttpRequest, reference: str, *more: str, lean: bool = False) -> Application:
    """The application if the person sees it, else 404; with what its pages show, unless `lean`."""
    rows = Application.objects if lean else Application.objects.select_related(*WITH, *more)
    try:
        return rows.get_visible_to(holder_of(request), reference)
    except Application.DoesNotExist:
        raise NotOpened from None


def find_whole(request: HttpRequest, reference: str) -> Application:
    """The application, for who has all of it; who was asked for a part of it finds nothing here. Raises Http404."""
    application = find(request, reference)
    if keys.part_of(application, holder_of(request)) is not None:
        raise Http404
    return application


def with_a_key(view):
    """For pages of one application: whoever is signed in, or opened its link in this browser."""

    @wraps(view)
    def guarded(request: HttpRequest, reference: str, *args, **kwargs) -> HttpResponse:
        nobody = not request.user.is_authenticated
        if nobody and reference not in holder_of(request).keys:
            return _to_the_ways_in(request)
        try:
            return view(request, reference, *args, **kwargs)
        except NotOpened:
            if nobody:
                return _to_the_ways_in(request)
            raise

    return guarded


def _to_the_ways_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and back here afterwards; what was posted is kept until then."""
    if kept.is_autosave(request):
        return JsonResponse({"signed_out": True}, status=401)
    if request.method == "POST" and request.resolver_match.view_name == "apply:page":
        kept.keep(request)
    return redirect_to_login(request.get_full_path())


def take_in(request: HttpRequest, key: DraftKey) -> None:
    """From now on this browser opens the key's application. The session gets a new name: nobody planted it."""
    opened = {**(request.session.get(OPENED) or {}), key.application.reference: key.pk}
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])
    request.session.cycle_key()


def open_here_too(request: HttpRequest, application: Application, made: Application) -> None:
    """Who has opened the one by a link goes on with what was made of it, by the key that was made with it."""
    held = DraftKey.objects.live().filter(pk=holder_of(request).keys.get(application.reference)).first()
    if held is None or made.pk == application.pk:
        return
    same = DraftKey.objects.live().filter(application=made, kind=held.kind, email=held.email, sections=[])
    if key := same.select_related("application").first():
        take_in(request, key)


def may_send_to(request: HttpRequest, email: str) -> bool:
    """Whether this address may be sent another link just now, and this computer may ask for one."""
    return ratelimit.consume(request, action="draft_link", key=email.lower())


@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens, and a button to go on. Nothing is used up by looking: mail scanners look too."""
    key = keys.key_of(token)
    if key and _is_open_here(request, key.application):
        return redirect("apply:tasks", key.application.reference)
    context = {"key": key, "token": token, "application": key.application if key else None}
    # The page's own address is a secret: no other page is told it.
    return kept_secret(render(request, "applications/apply/link.html", context))


def _is_open_here(request: HttpRequest, application: Application) -> bool:
    try:
        Application.objects.get_visible_to(holder_of(request), application.reference)
    except Application.DoesNotExist:
        return False
    return True


@never_cache
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Open the application in this browser; or, asked to, shut out whoever began it with this address."""
    token = request.POST.get("token", "")
    if "not_mine" in request.POST:
        return render(request, "applications/apply/not_mine.html", {"key": keys.disown(token)})
    key = keys.open_with(token)
    if key is None:
        return render(request, "applications/apply/link.html", {"key": None})
    take_in(request, key)
    reference = key.application.reference
    return redirect(kept.page_kept_of(request, reference) or reverse("apply:tasks", args=[reference]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """Send a new link to an address. The answer is the same whether or not it opens anything, and when asked often."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "applications/apply/new_link.html", {"form": form})
    email = form.cleaned_data["email"]
    if may_send_to(request, email):
        keys.send_new_links(email=email)
    return render(request, "applications/apply/link_sent.html", {"email": email})


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget every draft that was opened in this browser; they open again by their links."""
    request.session.pop(OPENED, None)
    return render(request, "applications/apply/left.html")
