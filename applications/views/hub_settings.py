"""The hub's own settings: one page that shows them all, and the forms for contact, privacy notice and emails."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications.example_letters import examples
from applications.settings_forms import ChangeForm, ContactForm, LettersForm, PrivacyForm
from applications.views.desk import hub_of, rail
from hubs.details import change_details
from hubs.models import Hub
from journal.moves import Refused, Stale
from workgroups.openings import to_be_opened

FORM = "applications/desk/settings/form.html"


@login_required
@require_safe
def overview(request: HttpRequest, hub: str) -> HttpResponse:
    """All that the hub sets itself, each with the way to change it; the same number of queries however much it is."""
    place = hub_of(request, hub)
    context = {
        "openings": [
            (opening, opening.state())
            for opening in place.openings.select_related("project").order_by("-project__year", "project__code")
        ],
        "to_open": to_be_opened(place),
        "pieces": place.pieces.all(),
        "specialists": place.specialists.filter(Q(ended_on=None) | Q(ended_on__gt=timezone.localdate())).count(),
        "letters": [
            ("Receipt", place.words_received),
            ("Place", place.words_placed),
            ("Decline", place.words_declined),
        ],
    }
    return settings_page(request, place, "applications/desk/settings/overview.html", context, here="settings")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, hub: str) -> HttpResponse:
    place = hub_of(request, hub)
    form = ContactForm(request.POST or None, row=place)
    if form.is_valid() and _saved(request, form, place):
        return saved(request, place, "The contact is changed.")
    return form_page(request, place, form, title="Contact", button="Save the contact")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest, hub: str) -> HttpResponse:
    place = hub_of(request, hub)
    form = PrivacyForm(request.POST or None, row=place)
    if form.is_valid() and _saved(request, form, place):
        return saved(request, place, "The privacy notice is changed.")
    return form_page(request, place, form, title="Privacy notice", button="Save the notice")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def emails(request: HttpRequest, hub: str) -> HttpResponse:
    """The hub's paragraph in each kind of email: seen in the whole email first, saved from there."""
    place = hub_of(request, hub)
    form = LettersForm(request.POST or None, row=place)
    if form.is_valid() and "save" in request.POST and _saved(request, form, place):
        return saved(request, place, "Your paragraphs are saved. They stand in every email from now on.")
    shown = examples(place, form.changes()) if form.is_valid() else []
    return form_page(
        request,
        place,
        form,
        template="applications/desk/settings/emails.html",
        title="Your words in emails",
        shown=shown,
    )


def _saved(request: HttpRequest, form: ChangeForm, place: Hub) -> bool:
    return bool(
        tried(form, lambda: change_details(place, by=request.user, seen=form.seen, **form.changes()), _fresh(place))
    )


def _fresh(place: Hub) -> Callable[[], Hub]:
    return lambda: Hub.objects.get(pk=place.pk)


# --- What the other pages of the settings use -----------------------------------------------------


def tried(form: ChangeForm, verb: Callable, row_now: Callable):
    """What the verb gives back; None where it refused, and the form says why."""
    try:
        return verb()
    except Stale as reason:
        form.give_way(reason.reason, row_now())
    except Refused as reason:
        form.add_error(None, reason.reason)
    return None


def saved(request: HttpRequest, hub: Hub, words: str, *, to: str = "desk:settings") -> HttpResponse:
    messages.success(request, words)
    return redirect(to, hub.slug)


def form_page(request: HttpRequest, hub: Hub, form: ChangeForm, *, template: str = FORM, **more) -> HttpResponse:
    status = 200
    if form.errors:
        status = 409 if form.theirs else 422
    return settings_page(request, hub, template, {"form": form, **more}, status=status)


def settings_page(
    request: HttpRequest, hub: Hub, template: str, context: dict, *, here: str = "setting", status: int = 200
) -> HttpResponse:
    return render(request, template, {"hub": hub, "rail": rail(hub), "here": here, **context}, status=status)
