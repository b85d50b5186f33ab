"""Pages about the service itself: help, contact, privacy, cookies, accessibility. They say what the software does."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hubs.models import Hub

# Kinds of people with a page of help each: the address, and who it is for.
HELP = {
    "school": (
        "For a school that applies",
        "Finding your school, choosing, filling in, sending, and what comes after.",
    ),
    "headteacher": ("For a headteacher", "What you promise, what your school gets, and where its applications stand."),
    "hub": ("For a hub", "The queue, deciding, Work Groups, and who may do what at your desk."),
    "specialist": ("For a specialist or Work Group Lead", "Which groups are yours to lead, and whom to ask."),
    "administrator": ("For an administrator", "People and roles, a new year, the register, and what was sent."),
}


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    kinds = [{"kind": kind, "title": title, "about": about} for kind, (title, about) in HELP.items()]
    return render(request, "help/index.html", {"kinds": kinds})


@require_safe
def help_for(request: HttpRequest, kind: str) -> HttpResponse:
    """Questions and answers for one kind of person."""
    if kind not in HELP:
        raise Http404
    title, about = HELP[kind]
    return render(request, f"help/{kind}.html", {"title": title, "about": about})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to ask about what, with every hub's enquiry address."""
    hubs = Hub.objects.only("name", "slug", "enquiry_email", "enquiry_phone")
    return render(request, "pages/contact.html", {"hubs": hubs, "contact_email": settings.CONTACT_EMAIL})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the service keeps, and the way to each hub's own notice."""
    hubs = Hub.objects.only("name", "slug")
    return render(request, "pages/privacy.html", {"hubs": hubs, "contact_email": settings.CONTACT_EMAIL})


@require_safe
def privacy_of_hub(request: HttpRequest, slug: str) -> HttpResponse:
    """One hub's notice: its own words, or ours where it has written none."""
    hub = get_object_or_404(Hub.objects.select_related("lead_school"), slug=slug)
    return render(request, "pages/privacy_of_hub.html", {"hub": hub})


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Every cookie the service sets, by the name the settings give it. A test compares the list with what is set."""
    found = [
        {
            "name": settings.SESSION_COOKIE_NAME,
            "purpose": "Knows that you are signed in, and holds the messages that the next page shows you.",
            "lasts": f"{settings.SESSION_COOKIE_AGE // (24 * 3600)} days, or until you sign out",
        },
        {
            "name": settings.CSRF_COOKIE_NAME,
            "purpose": "Makes sure that a form we receive was sent from our own page, and not from somebody else’s.",
            "lasts": "One year",
        },
        {
            "name": "messages",
            "purpose": "Carries one short message, like “You have signed out”, to the next page.",
            "lasts": "Until the next page has shown it",
        },
    ]
    return render(request, "pages/cookies.html", {"cookies": found})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"contact_email": settings.CONTACT_EMAIL})
