"""What a provider of django-anymail tells later of a message: that it came back, or was called unwanted.

Its webhook views take the news apart and check the secret; we ask them, and hear no signals.
"""

import logging
from importlib import import_module

from anymail.webhooks.base import AnymailBaseWebhookView
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from journal.models import Email

logger = logging.getLogger(__name__)

BACK = {"bounced", "rejected", "failed"}
UNWANTED = {"complained", "unsubscribed"}


def reader_of(backend: str) -> AnymailBaseWebhookView | None:
    """The view of django-anymail that reads this provider's news; None for a mail server or a provider without."""
    parts = backend.split(".")
    if parts[:2] != ["anymail", "backends"]:
        return None
    try:
        module = import_module(f"anymail.webhooks.{parts[2]}")
    except ImportError:
        return None
    kinds = [kind for name, kind in vars(module).items() if name.endswith("TrackingWebhookView")]
    return kinds[0]() if kinds else None


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def provider_news(request: HttpRequest) -> HttpResponse:
    """The provider's address for its news; without a secret there is no such page."""
    reader = reader_of(settings.EMAIL_BACKEND) if settings.EMAIL_WEBHOOK_SECRET else None
    if reader is None:
        raise Http404
    if request.method == "HEAD":  # some look whether it is there
        return HttpResponse()
    try:
        reader.run_validators(request)
        told = reader.parse_events(request)
    except Exception as error:  # whatever was sent here, it is not the provider's news
        logger.warning("news of emails that could not be read: %s", type(error).__name__)
        return HttpResponse(status=400)
    for news in told:
        note(str(news.message_id or ""), str(news.recipient or ""), str(news.event_type), str(news.reject_reason or ""))
    return HttpResponse()


def note(provider_id: str, to: str, what: str, why: str) -> None:
    """Write it beside the message, the first time it is told; what is about none of ours is passed over."""
    if not provider_id or "\0" in provider_id + to:
        return
    ours = Email.objects.filter(provider_id=provider_id, to__iexact=to)
    if what in BACK:
        _note(ours.filter(bounced=None), bounced=Now(), last_error=f"{what} {why}".strip()[:200].replace("\0", ""))
    if what in UNWANTED:
        _note(ours.filter(complained=None), complained=Now())


def _note(emails: QuerySet, **what) -> None:
    emails.update(**what, settled=None)
