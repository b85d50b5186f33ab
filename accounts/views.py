"""Pages about one's own account that allauth does not have: the way to a second factor, and one's sessions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import devices, second_factor


@never_cache
@require_safe
@login_required
def staff_door(request: HttpRequest) -> HttpResponse:
    """What is missing before the pages of hub staff, the national team and the administration open."""
    then = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure()):
        then = reverse("start")
    step = second_factor.next_step(request)
    if step is None:
        return redirect(then)
    back = f"{reverse('staff_door')}?{urlencode({'next': then})}"
    return render(request, "account/staff_door.html", {"step": step, "next": urlencode({"next": back})})


@never_cache
@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    return render(request, "account/sessions.html", {"sessions": devices.of(request)})


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    if not devices.end(request.user, pk):
        raise Http404
    messages.success(request, "That browser is signed out.")
    return redirect("account_sessions")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    devices.end_others(request)
    messages.success(request, "Every other browser is signed out.")
    return redirect("account_sessions")
