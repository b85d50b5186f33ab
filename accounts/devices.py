"""One's own sessions: in which browsers one is signed in, when each was last used, and the end of one."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

SEEN_EVERY = 300  # seconds between two notes of one session's use, in each process

# The first that stands in what a browser says of itself. Edge and Opera say Chrome as well, Chrome says Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def device_words(said: str) -> str:
    """ "Chrome on Windows", from the browser's long name; "A browser" where it says nothing we know."""
    browser = next((word for mark, word in BROWSERS.items() if mark in said), "A browser")
    system = next((word for mark, word in SYSTEMS.items() if mark in said), "")
    return f"{browser} on {system}" if system else browser


def note(request: HttpRequest) -> None:
    """Note that this session is in use; at most every five minutes, and at once after its key has changed."""
    key = request.session.session_key
    if key and caches["near"].add(f"seen-{key}", 1, SEEN_EVERY):
        UserSession.objects.create_from_request(request)


def of(request: HttpRequest) -> list[dict]:
    """The person's live sessions, this one first, then by when they were last used."""
    key = request.session.session_key
    own = UserSession.objects.filter(user=request.user)
    live = Session.objects.filter(session_key__in=own.values("session_key"), expire_date__gt=timezone.now())
    keys = set(live.values_list("session_key", flat=True))
    own.exclude(session_key__in=keys).delete()
    told = [
        {
            "pk": session.pk,
            "device": device_words(session.user_agent),
            "began": session.created_at,
            "seen": session.last_seen_at,
            "here": session.session_key == key,
        }
        for session in own
    ]
    return sorted(told, key=lambda one: (not one["here"], -one["seen"].timestamp()))


def end(user, pk: int) -> bool:
    """Sign that browser out. False where it is no session of this person's."""
    found = UserSession.objects.filter(user=user, pk=pk).first()
    if found is None:
        return False
    found.end()
    return True


def end_others(request: HttpRequest) -> int:
    """Sign every other browser out; answers how many there were."""
    others = list(UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key))
    for session in others:
        session.end()
    return len(others)
