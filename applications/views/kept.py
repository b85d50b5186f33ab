"""What was typed on a page that could not be saved, kept in the session until it can: signed out, or an old form."""

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER, REASON_NO_REFERER
from django.shortcuts import redirect
from django.utils import timezone
from django.views.csrf import csrf_failure as refuse
from django.views.decorators.http import require_http_methods

from journal.clock import clock

TYPED = "typed"  # in the session: what was typed and when, by the page's path
MOST_PAGES = 5
MOST_CHARACTERS = 60_000
ELSEWHERE = tuple(reason.split("%s")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER, REASON_NO_REFERER))


def keep(request: HttpRequest) -> bool:
    """Keep what this request posted; False where it is too much to be a page of ours."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    words = typed.urlencode()
    if len(words) > MOST_CHARACTERS:
        return False
    pages = {**(request.session.get(TYPED) or {}), request.path: [words, clock(timezone.now())]}
    request.session[TYPED] = dict(list(pages.items())[-MOST_PAGES:])
    return True


def typed_here(request: HttpRequest) -> tuple[QueryDict, str] | None:
    """What was kept of this page, and the time it was typed."""
    found = (request.session.get(TYPED) or {}).get(request.path)
    return (QueryDict(found[0]), found[1]) if found else None


def forget(request: HttpRequest) -> None:
    """This page is saved, or what was kept of it is not wanted."""
    pages = request.session.get(TYPED)
    if pages and request.path in pages:
        del pages[request.path]
        request.session.modified = True


def page_kept_of(request: HttpRequest, reference: str) -> str:
    """The path of a page of this application that something was kept of; "" for none."""
    return next((path for path in request.session.get(TYPED) or {} if f"/{reference}/" in path), "")


def is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("go") == "autosave"


@require_http_methods(["POST", "PUT", "PATCH", "DELETE"])
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open while somebody signed in or out: an application's page is shown again as it was typed.

    Nothing is saved before the person presses the button of the new page. What another site posts is refused.
    """
    from_elsewhere = (
        reason.startswith(ELSEWHERE) or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
    )
    match = request.resolver_match
    if not match or match.view_name != "apply:page" or request.method != "POST" or from_elsewhere:
        return refuse(request, reason=reason)
    if is_autosave(request):
        return JsonResponse({"signed_out": True}, status=403)
    return redirect(request.path) if keep(request) else refuse(request, reason=reason)
