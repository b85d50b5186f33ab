"""The administration: Django's admin, behind the sign-in that everybody uses."""

import re
from functools import wraps

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

# What PostgreSQL refuses in a comparison: NUL, and halves of a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Names of the apps that are not ours.
APP_NAMES = {
    "account": "People: confirmed addresses",
    "mfa": "People: second factors",
    "usersessions": "People: sessions",
}
LARGEST_NUMBER = 2**31 - 1


class HubsAdminSite(admin.AdminSite):
    site_title = "Maths Hubs administration"
    site_header = "Maths Hubs administration"
    index_title = "Everything the software keeps"
    enable_nav_sidebar = False

    def get_app_list(self, request, app_label=None):
        """Made when it is shown: Django asks for it on every page, for a sidebar that is not there."""
        if app_label is None:
            return SimpleLazyObject(lambda: self._apps(request))
        return self._apps(request, app_label)

    def _apps(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["name"] = APP_NAMES.get(app["app_label"], app["name"])
        return sorted(apps, key=lambda app: app["name"].lower())

    def admin_view(self, view, cacheable=False):
        """Nobody but administrators learns what is here; odd characters in an address find nothing."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            request.GET = _storable(request.GET)
            if "_selected_action" in request.POST:
                request.POST = _real_keys(request.POST)
            return inner(request, *args, **kwargs)

        return guarded

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """The house has one sign-in page, with its limits on wrong tries and its codes."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))

    def logout(self, request, extra_context=None):
        """Leads to the page that signs out; it asks once more."""
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))


def _storable(query: QueryDict) -> QueryDict:
    """The query without what no column can hold, so that filters made of it find nothing rather than fail."""
    if all(_fits(value) for values in query.lists() for value in (values[0], *values[1])):
        return query
    clean = QueryDict(mutable=True)
    for name, values in query.lists():
        kept = [value for value in values if _fits(value) or (name == "q" and not UNSTORABLE.search(value))]
        if kept and _fits(name):
            clean.setlist(name, kept)
    clean._mutable = False
    return clean


def _fits(value: str) -> bool:
    return not UNSTORABLE.search(value) and all(_is_small(part) for part in value.split(","))


def _is_small(part: str) -> bool:
    """No number, or one that a column and a year of the calendar can hold."""
    try:
        return abs(int(part)) <= LARGEST_NUMBER
    except ValueError:
        return True


def _real_keys(posted: QueryDict) -> QueryDict:
    """A selection of rows without keys that no row can have."""
    clean = posted.copy()
    keys = posted.getlist("_selected_action")
    clean.setlist("_selected_action", [key for key in keys if re.fullmatch(r"[0-9]{1,18}", key)])
    clean._mutable = False
    return clean
