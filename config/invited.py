"""Taking up an invitation, whichever room the role belongs to. Looking at the link uses nothing up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import invitations, national
from accounts.models import Invitation, User
from accounts.secret_pages import kept_secret
from hubs import people as hub_people
from journal.moves import Refused
from schools import claims as school_claims

GIVE = {
    Invitation.Kind.NATIONAL: national.give,
    Invitation.Kind.HUB: hub_people.give,
    Invitation.Kind.SCHOOL: school_claims.take_up,
}


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered, and a button; who is not signed in with the address is told how."""
    found = invitations.found_by(token)
    context = {"invitation": found, "token": token}
    if found and request.user.is_authenticated:
        context["why_not"] = invitations.why_not_accept(found, request.user)
    elif found:
        context["has_account"] = User.objects.filter(email=found.email).exists()
    response = render(request, "accounts/invitation.html", context)
    return kept_secret(response)


@never_cache
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("token", "")
    found = invitations.found_by(token)
    if not (found and request.user.is_authenticated):
        return render(request, "accounts/invitation.html", {"invitation": None})
    try:
        invitations.accept(token, user=request.user, give=GIVE[found.kind])
    except Refused as refusal:
        return render(request, "refused.html", {"reason": refusal.reason, "back_url": "/start/"}, status=409)
    messages.success(request, f"You are now {found}.")
    return redirect("start")
