"""The mail of the demo, to be read in the browser. These pages exist only where settings.DEMO is set."""

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from demo import mailbox

PAGE_SIZE = 25
# What a mail program would let a message do: show itself. No script, no form, nothing from elsewhere.
MESSAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


@require_safe
def mail(request):
    """Messages sent, the newest first; `to` searches by address."""
    to = request.GET.get("to", "")[:254]
    found = mailbox.letters(_folder(), to=to)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "demo/mail.html", {"page": page, "to": to})


@require_safe
def message(request, name: str):
    """One message: its headers, its plain words, and its HTML in a frame that may do nothing."""
    return render(request, "demo/message.html", {"letter": _letter(name)})


@require_safe
@xframe_options_sameorigin
def message_html(request, name: str):
    """The HTML part alone, as the frame shows it."""
    return HttpResponse(_letter(name).html, headers={"Content-Security-Policy": MESSAGE_POLICY})


def _letter(name: str) -> mailbox.Letter:
    found = mailbox.letter(_folder(), name)
    if found is None:
        raise Http404
    return found


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)
