"""Headers of every answer, and the page that stands in while the service is being worked on."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ]
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def security_headers(get_response):
    """Say what a browser may load. A view that needs less or more sets its own policy first."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # A signed-in page holds people's names: the back button of a shared computer must not bring them back.
        session = getattr(request, "session", None)
        if session is not None and session.accessed and not session.is_empty():
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def arrival(get_response):
    """Note the moment the request arrived: before its body is read, and before it waits for a database."""

    def middleware(request):
        request.arrived = timezone.now()
        return get_response(request)

    return middleware


def maintenance(get_response):
    """While MAINTENANCE is set, answer every page with 503; no session and no database is touched."""

    def middleware(request):
        if not settings.MAINTENANCE:
            return get_response(request)
        page = render_to_string("503.html", {"words": settings.MAINTENANCE_WORDS})
        return HttpResponse(page, status=503, headers={"Retry-After": "600", "Cache-Control": "no-store"})

    return middleware
