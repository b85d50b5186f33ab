"""Pages whose own address is a secret, because it carries a token."""

from django.http import HttpResponse


def kept_secret(response: HttpResponse) -> HttpResponse:
    """No other page is told the address, and no index keeps it."""
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
