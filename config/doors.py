"""The doors of staff: who works for a hub or nationally gets in with a second factor, and roles are followed.

A role that is given, changed or ends gives the session a new key at the next request, and who becomes staff is led to
the second factor then.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import CharField, F, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import devices, second_factor
from accounts.adapter import ROLES
from accounts.models import NationalRole
from hubs.models import HubRole
from schools.models import SchoolRole, TrustRole

# The first part of the names of all addresses behind the doors.
BEHIND = {"desk", "national", "admin"}
STAFF = ("hub:", "national:")
NO_PLACE = Value(0)


def roles_in_force(user) -> list[str]:
    """This person's roles today, like "hub:lead:3"; one query."""
    kinds = (
        ("national", NationalRole, F("kind"), NO_PLACE),
        ("hub", HubRole, F("kind"), F("hub_id")),
        ("school", SchoolRole, F("kind"), F("school_id")),
        ("trust", TrustRole, Value("", output_field=CharField()), F("trust_id")),
    )
    first, *others = [
        model.objects.filter(user=user)
        .current()
        .order_by()
        .annotate(room=Value(room, output_field=CharField()), role=role, place=place)
        .values_list("room", "role", "place")
        for room, model, role, place in kinds
    ]
    return sorted(f"{room}:{role}:{place}" for room, role, place in first.union(*others))


def is_staff(roles: list[str]) -> bool:
    return any(role.startswith(STAFF) for role in roles)


class Doors:
    """Middleware, after the one that knows who asks. Without a session it does nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        came = _follow(request) if ROLES in request.session else False
        behind = BEHIND & set(request.resolver_match.namespaces[:1])
        asks_first = came and request.method == "GET" and not request.resolver_match.route.startswith("account/")
        if not (behind or asks_first) or not second_factor.is_missing(request):
            return None
        if not is_staff(roles_in_force(request.user)):
            return None  # the page itself says that nothing is there
        return redirect(f"{reverse('staff_door')}?{urlencode({'next': request.get_full_path()})}")


def _follow(request: HttpRequest) -> bool:
    """Whether this person's roles are others than at the last request; the session's key is then a new one."""
    devices.note(request)
    now, before = roles_in_force(request.user), request.session[ROLES]
    if now == before:
        return False
    if before is not None:
        request.session.cycle_key()
        request.session.pop("ways", None)
    request.session[ROLES] = now
    return before is not None
