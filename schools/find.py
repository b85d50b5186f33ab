"""Finding a school by what people type."""

import re
import unicodedata

from schools.models import School


def fold(text: str) -> str:
    """The text as searches compare it: lower case, no accents, no punctuation, single spaces."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "")).split())


def find(query: str, *, limit: int = 20) -> list[School]:
    """Schools whose words all match, open ones first."""
    schools = School.objects.select_related("authority")
    for word in fold(query).split():
        schools = schools.filter(search_text__contains=word)
    return list(schools.order_by("register_status", "name")[:limit])
