"""Stories and links of the hub's public page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from applications.settings_forms import PieceForm
from applications.views.desk import hub_of
from applications.views.hub_settings import form_page, saved, tried
from hubs import pieces as verbs
from hubs.models import HubPiece
from journal.moves import Refused

FORM = "applications/desk/settings/piece.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, hub: str, kind: str) -> HttpResponse:
    place = hub_of(request, hub)
    if kind not in HubPiece.Kind.values:
        raise Http404
    form = PieceForm(request.POST or None, kind=kind)
    if form.is_valid():
        piece = tried(form, lambda: verbs.add_piece(hub=place, kind=kind, by=request.user, **form.changes()), None)
        if piece:
            return saved(request, place, f"“{piece.title}” is on your page.")
    return form_page(request, place, form, template=FORM, title=f"New {kind}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place = hub_of(request, hub)
    piece = get_object_or_404(place.pieces, pk=key)
    form = PieceForm(request.POST or None, kind=piece.kind, row=piece)
    if form.is_valid():
        done = tried(
            form,
            lambda: verbs.change_piece(piece, by=request.user, seen=form.seen, **form.changes()),
            lambda: HubPiece.objects.get(pk=piece.pk),
        )
        if done:
            return saved(request, place, f"“{done.title}” is changed.")
    return form_page(request, place, form, template=FORM, title=f"Change “{piece.title}”", piece=piece)


@login_required
@require_POST
def remove(request: HttpRequest, hub: str, key: int) -> HttpResponse:
    place = hub_of(request, hub)
    piece = get_object_or_404(place.pieces, pk=key)
    try:
        verbs.remove_piece(piece, by=request.user)
    except Refused as refusal:  # a second click: the first has done it
        return saved(request, place, refusal.reason)
    return saved(request, place, f"“{piece.title}” is off your page.")
