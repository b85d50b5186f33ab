"""Which pages search engines may read and are told of; everything that is not named here is kept from them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from hubs.models import Hub
from workgroups.models import Opening

# Public pages with an address of their own, by the name of their route.
PAGES = (
    "front",
    "schools:find",
    "apply:guide",
    "public:hubs",
    "help",
    "contact",
    "privacy",
    "cookies",
    "accessibility",
)
# Pages whose whole branch is public.
BRANCHES = ("public:hubs", "help")


class OurSitemap(Sitemap):
    """Addresses as people type them (SITE_URL), whatever host the request came by."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PagesSitemap(OurSitemap):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(item)


class HubsSitemap(OurSitemap):
    def items(self):
        return Hub.objects.order_by("slug")

    def location(self, item):
        return reverse("public:hub", args=[item.slug])


class ProjectsSitemap(OurSitemap):
    """Openings that the hubs' pages list."""

    def items(self):
        return Opening.objects.announced().select_related("hub", "project").order_by("hub__slug", "project__code")

    def location(self, item):
        return reverse("public:project", args=[item.hub.slug, item.project.code])


SITEMAPS = {"pages": PagesSitemap, "hubs": HubsSitemap, "projects": ProjectsSitemap}


def robots_lines() -> list[str]:
    """All is closed but what is named: a private page that is added later is closed from its first day."""
    allowed = [f"Allow: {reverse(name)}$" for name in PAGES]
    return [
        "User-agent: *",
        *allowed,
        *(f"Allow: {reverse(name)}" for name in BRANCHES),
        f"Allow: {settings.STATIC_URL}",
        "Disallow: /",
        f"Sitemap: {settings.SITE_URL}{reverse('public:sitemap')}",
    ]
