"""Who acts for a school: seen by whoever does, changed by its headteacher and office, left by oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import InviteForm
from journal.moves import Refused
from schools import claims
from schools import people as verbs
from schools.access import school_ids_of
from schools.models import Claim, School, SchoolRole

NOT_KNOWN = "Somebody who acts for the school says that you do not."


def school_of(request: HttpRequest, urn: int) -> School:
    """The school if the person has a role there; 404 otherwise."""
    return get_object_or_404(School.objects.filter(pk__in=school_ids_of(request.user)), urn=urn)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, urn: int) -> HttpResponse:
    school = school_of(request, urn)
    form = InviteForm(request.POST if request.method == "POST" else None, roles=SchoolRole.Kind.choices)
    if form.is_valid():
        try:
            sent = verbs.invite(school=school, by=request.user, **form.changes())
            messages.success(request, f"An invitation is on its way to {sent.email}.")
            return redirect("schools:people", urn)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    context = {
        "school": school,
        "form": form,
        "roles": verbs.roles_at(school).order_by("kind", "user__last_name", "pk"),
        "invitations": verbs.invited_to(school).select_related("by"),
        "claims": claims_at(school),
        "why_not": verbs.why_not_change(school, request.user),
    }
    return render(request, "schools/people.html", context, status=422 if form.errors else 200)


def claims_at(school: School):
    """People who ask to act for the school, and wait."""
    return Claim.objects.waiting().filter(school=school).select_related("school", "user")


@login_required
@require_POST
def answer(request: HttpRequest, urn: int, key: int, answer: str) -> HttpResponse:
    """Confirm somebody who asks to act for the school, or say that they do not."""
    school = school_of(request, urn)
    claim = get_object_or_404(claims_at(school), pk=min(key, 2**63 - 1))
    back = reverse("schools:people", args=[urn])
    if answer == "confirm":
        words = f"{claim.name} acts for {school} from now on, and gets an email."
        return _done(request, back, lambda: claims.confirm(claim, by=request.user), words)
    if answer == "refuse":
        deny = lambda: claims.deny(claim, reason=NOT_KNOWN, by=request.user)  # noqa: E731
        return _done(request, back, deny, f"{claim.name} does not act for {school}, and gets an email.")
    raise Http404


@login_required
@require_POST
def end(request: HttpRequest, urn: int, key: int) -> HttpResponse:
    """End a colleague's role, or one's own: then the page is no longer one's own either."""
    school = school_of(request, urn)
    role = get_object_or_404(verbs.roles_at(school).select_related("school", "user"), pk=key)
    mine = role.user_id == request.user.pk
    back = reverse("start") if mine else reverse("schools:people", args=[urn])
    words = f"You no longer act for {school}." if mine else f"{role.user} no longer has this role."
    return _done(request, back, lambda: verbs.end(role, by=request.user), words)


@login_required
@require_POST
def revoke(request: HttpRequest, urn: int, key: int) -> HttpResponse:
    school = school_of(request, urn)
    invitation = get_object_or_404(verbs.invited_to(school), pk=key)
    take_back = lambda: verbs.revoke(invitation, school=school, by=request.user)  # noqa: E731
    back = reverse("schools:people", args=[urn])
    return _done(request, back, take_back, f"The invitation of {invitation.email} is taken back.")


def _done(request: HttpRequest, back: str, verb, words: str) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        return render(request, "refused.html", {"reason": refusal.reason, "back_url": back}, status=409)
    messages.success(request, words)
    return redirect(back)
