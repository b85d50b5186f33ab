"""Whether an address is of a school's own domain: the one of its website in the register.

The register has no email addresses. A website's domain is the school's own as long as no school of another trust has
the same one there: an authority's portal, or a provider's, proves nothing of a single school.
"""

import re
from urllib.parse import urlsplit

from schools.models import School

HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.ASCII)
# Where anybody gets an address or a website. Names below them count as these do.
PUBLIC = frozenset(
    {
        *("gmail.com", "googlemail.com", "google.com", "outlook.com", "hotmail.com", "hotmail.co.uk"),
        *("live.com", "live.co.uk", "msn.com", "microsoft.com", "office.com", "onmicrosoft.com"),
        *("sharepoint.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "rocketmail.com", "aol.com", "icloud.com"),
        *("me.com", "mac.com", "apple.com", "proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.co.uk"),
        *("gmx.net", "mail.com", "zoho.com", "fastmail.com", "tutanota.com", "btinternet.com", "btconnect.com"),
        *("bt.com", "btopenworld.com", "sky.com", "virginmedia.com", "virgin.net", "blueyonder.co.uk"),
        *("ntlworld.com", "talktalk.net", "tiscali.co.uk", "talk21.com", "plus.com", "plus.net", "o2.co.uk"),
        *("orange.net", "wanadoo.co.uk", "freeserve.co.uk", "lineone.net", "supanet.com", "uwclub.net"),
        *("zen.co.uk", "facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "linktr.ee"),
        *("wordpress.com", "blogspot.com", "blogger.com", "wix.com", "wixsite.com", "weebly.com"),
        *("squarespace.com", "godaddysites.com", "webs.com", "github.io"),
    }
)


def host_of(website: str) -> str:
    """The domain of a website as the register has it, without "www."; "" where it is none of a school's own."""
    text = website.strip().lower()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    host = re.sub(r"^www\d?\.", "", host.rstrip("."))
    return host if HOST.fullmatch(host) and not is_public(host) else ""


def is_public(host: str) -> bool:
    """Whether it is a public provider's, or a name below one: anybody may have taken that."""
    return any(host == public or host.endswith(f".{public}") for public in PUBLIC)


def is_below(email: str, host: str) -> bool:
    """Whether the address is of this domain or of one below it (mail.ashlane.sch.uk of ashlane.sch.uk), never above."""
    domain = email.lower().rpartition("@")[2]
    return bool(host) and (domain == host or domain.endswith(f".{host}"))


def proves(email: str, school: School) -> bool:
    """Whether an address shows that its owner is of the school; one query where its domain fits."""
    host = host_of(school.website)
    return is_below(email, host) and not _is_shared(host, school)


def _is_shared(host: str, school: School) -> bool:
    """Whether an open school of another trust, or of none, has the same domain in the register."""
    others = School.objects.filter(School.open_condition(), website__icontains=host).exclude(pk=school.pk)
    if school.trust_id:
        others = others.exclude(trust=school.trust_id)
    return any(host_of(website) == host for website in others.values_list("website", flat=True))
