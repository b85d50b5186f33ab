"""The way to a provider and back: allauth's, with a plain page for whatever goes wrong on it."""

from functools import wraps

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.openid.provider import Conversation


def with_provider(view):
    """Call it with the provider that the address names; its faults are told in words."""

    @never_cache
    @login_not_required
    @wraps(view)
    def found(request: HttpRequest, provider_id: str) -> HttpResponse:
        if provider_id not in [one["provider_id"] for one in settings.OPENID_PROVIDERS]:
            raise Http404
        provider = get_adapter().get_provider(request, provider_id)
        try:
            return view(request, provider)
        except OAuth2Error as error:
            return render_authentication_error(request, provider, exception=error)

    return found


@with_provider
def login(request: HttpRequest, provider) -> HttpResponse:
    """A page that goes on to the provider by itself: a form may not be led to another site (`form-action 'self'`)."""
    conversation = Conversation(request, provider.sub_id)
    response = OAuth2LoginView.adapter_view(conversation)(request)
    if response.status_code != 302:
        return response
    return render(request, "socialaccount/onward.html", {"provider": provider, "url": response.url})


@with_provider
def callback(request: HttpRequest, provider) -> HttpResponse:
    return OAuth2CallbackView.adapter_view(Conversation(request, provider.sub_id))(request)
