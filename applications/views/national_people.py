"""Who works for the programme, and leads its hubs: roles, invitations and the form for one, for administrators."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts import national as verbs
from accounts.forms import InviteForm
from accounts.models import Invitation, NationalRole
from hubs import people as hub_people
from hubs.models import Hub, HubRole
from journal.moves import Refused

PAGE = "applications/desk/national_people.html"
PAGE_SIZE = 25
LEAD = HubRole.Kind.LEAD
# Whom an administrator invites here. A hub's lead then invites the hub's own people, a school's its own.
ROLES = [*NationalRole.Kind.choices, (LEAD.value, LEAD.label)]


class StaffForm(InviteForm):
    hub = forms.ModelChoiceField(
        Hub.objects.order_by("name"),
        label="Hub",
        help_text="For a hub lead only.",
        required=False,
        empty_label="No hub",
        error_messages={"invalid_choice": "Choose a hub from the list."},
    )

    def __init__(self, data=None):
        super().__init__(data, roles=ROLES)

    def clean(self):
        if self.cleaned_data.get("role") == LEAD and not self.cleaned_data.get("hub") and "hub" not in self.errors:
            self.add_error("hub", "Choose the hub that this person will lead.")

    def send(self, by) -> Invitation:
        said = self.changes()
        if said["kind"] == LEAD:
            return hub_people.invite(hub=self.cleaned_data["hub"], by=by, **said)
        return verbs.invite(by=by, **said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    form = StaffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sent = form.send(request.user)
            messages.success(request, f"An invitation is on its way to {sent.email}.")
            return redirect("national:people")
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    return render(request, PAGE, _context(request, form), status=422 if form.errors else 200)


def _context(request: HttpRequest, form: StaffForm) -> dict:
    standing = request.GET.get("show", "")
    standing = standing if standing in Invitation.Standing.values else Invitation.Standing.WAITING
    counts = _invitations().counts()
    page = Paginator(_invitations().standing(standing).select_related("by", "accepted_by"), PAGE_SIZE)
    page = page.get_page(request.GET.get("page"))
    address = lambda number: "?" + urlencode({"show": standing, "page": number})  # noqa: E731
    roles = NationalRole.objects.current().select_related("user")
    return {
        "form": form,
        "standing": standing,
        "tabs": [(value, label, counts[value]) for value, label in Invitation.Standing.choices],
        "page": page,
        "pages": page.has_other_pages() and f"{page.start_index()} to {page.end_index()} of {page.paginator.count}",
        "previous_url": page.has_previous() and address(page.number - 1),
        "next_url": page.has_next() and address(page.number + 1),
        "roles": roles.order_by("kind", "user__last_name", "pk"),
    }


@login_required
@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    _administrators_only(request)
    role = get_object_or_404(NationalRole.objects.current().select_related("user"), pk=key)
    said = f"{role.user} is no longer {role.get_kind_display()}."
    out = role.user_id == request.user.pk and role.kind == NationalRole.Kind.ADMINISTRATOR
    return _done(request, lambda: verbs.end(role, by=request.user), said, then="start" if out else "national:people")


@login_required
@require_POST
def revoke(request: HttpRequest, key: int) -> HttpResponse:
    _administrators_only(request)
    found = get_object_or_404(_invitations(), pk=key)
    said = f"The invitation of {found.email} is taken back."
    return _done(request, lambda: verbs.revoke(found, by=request.user), said)


@login_required
@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Invite the same address to the same once more: a new link, and the days begin anew."""
    _administrators_only(request)
    found = get_object_or_404(_invitations(), pk=key)
    again = {"email": found.email, "kind": found.role, "by": request.user}
    if found.kind == Invitation.Kind.NATIONAL:
        send = lambda: verbs.invite(**again)  # noqa: E731
    else:
        hub = get_object_or_404(Hub, pk=found.place)
        send = lambda: hub_people.invite(hub=hub, **again)  # noqa: E731
    return _done(request, send, f"A new invitation is on its way to {found.email}. An older link no longer works.")


def _invitations():
    """To the programme's and the hubs' roles; a school's own are its own business."""
    return Invitation.objects.exclude(kind=Invitation.Kind.SCHOOL)


def _administrators_only(request: HttpRequest) -> None:
    if not request.user.is_administrator:
        raise Http404


def _done(request: HttpRequest, verb, words: str, *, then: str = "national:people") -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        context = {"reason": refusal.reason, "back_url": "/national/people/"}
        return render(request, "refused.html", context, status=409)
    messages.success(request, words)
    return redirect(then)
