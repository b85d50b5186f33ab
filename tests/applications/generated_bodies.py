"""Bodies that no browser would send, and what is to become of each: for `test_generated_bodies`."""

import io
import re
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import get_random_string
from django.utils.html import escape
from hypothesis import strategies as st

from applications.forms import page_form
from applications.spec.check import values_of
from applications.spec.types import Kind, Page
from config import wsgi
from journal.words import check_can_be_kept

NASTY = (
    *("\x00", "a\x00b", "\ud800", "x\udfff", str(10**30), f"-{10**30}", "1e999", "0000-00-00", "1/1/0", "0", "٣"),
    *("\u202eabc", "مريم عبد", "שלום", "\ufeff", "x" * 3_000, "word " * 300, "\r\n\r\n", "\x85\u2028", "\x1b[0m"),
    *("'\"><script>", "{{ 1 }}", "%s%n", "on", "yes", "no", "other", "RP99/12345", "gl5 1aa", "🦉", "e\u0301" * 40),
)
VALUES = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
WAYS, GO = st.integers(0, 19), st.sampled_from(["next", "next", "later", "more", "\x00"])
URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "XbX"
TYPED = (Kind.LINE, Kind.WORDS, Kind.EMAIL, Kind.PHONE, Kind.TRN, Kind.POSTCODE)


@dataclass(frozen=True)
class Body:
    """`pairs` are the names and values in it, None where it cannot be read as a form."""

    content: bytes
    type: str
    pairs: tuple[tuple[str, str], ...] | None


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def urlencoded(pairs) -> Body:
    text = "&".join(f"{quote_from_bytes(as_bytes(name))}={quote_from_bytes(as_bytes(value))}" for name, value in pairs)
    return Body(text.encode(), URLENCODED, tuple(pairs))


def multipart(pairs) -> Body:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + as_bytes(value) + b"\r\n"
        for name, value in pairs
    ]
    content = b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
    return Body(content, f"multipart/form-data; boundary={BOUNDARY}", tuple(pairs))


def bodies(names: list[str], good: list[tuple[str, str]]):
    """Good answers with some of them made nasty, in one of the ways a body is written, or no form at all."""
    return _bodies(st.lists(st.tuples(st.sampled_from(names), VALUES), max_size=4), good)


@st.composite
def _bodies(draw, nasty, good: list[tuple[str, str]]) -> Body:
    way = draw(WAYS)
    if way == 0:
        return Body(
            draw(st.binary(max_size=60)), draw(st.sampled_from([URLENCODED, "text/plain", "", "a/b; c=d"])), None
        )
    if way == 1:
        return Body(b"&".join(b"field%d=1" % number for number in range(2_000)), URLENCODED, None)
    bad = dict(draw(nasty))
    pairs = [(name, value) for name, value in good if name not in bad] + list(bad.items())
    pairs.append(("go", draw(GO)))
    if way == 2:
        whole = multipart(pairs)
        cut = draw(st.integers(0, len(whole.content)))
        return Body(whole.content[:cut] + draw(st.binary(max_size=8)), whole.type, None)
    return multipart(pairs) if way < 6 else urlencoded(pairs)


def good_answers(page: Page, answers: dict) -> list[tuple[str, str]]:
    """Complete answers of a page as a browser sends them."""
    pairs = []
    for field in page.fields:
        answer = answers[field.name]
        if field.kind is Kind.TICK:
            pairs.append((field.name, "on"))
        elif field.kind is not Kind.SCHOOLS:
            pairs += [(field.name, one) for one in (answer if isinstance(answer, list) else [answer])]
    return pairs


def controls(page: Page) -> list[str]:
    return list(page_form(page).base_fields)


class Browser:
    """Sends bodies through the door of the service, signed in as somebody."""

    def __init__(self, client):
        self.token = get_random_string(32)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}"

    def post(self, path: str, body: Body) -> tuple[int, str]:
        told = []
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body.content),
            "wsgi.errors": io.StringIO(),
            "CONTENT_TYPE": body.type,
            "CONTENT_LENGTH": str(len(body.content)),
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": self.token,
        }
        response = wsgi.application(environ, lambda status, headers: told.append(int(status[:3])))
        page = b"".join(response).decode()
        response.close()
        return told[0], page


def lost(page: Page, body: Body, status: int, html: str, kept: dict) -> list[str]:
    """Names of fields whose typed answer is neither kept (after a redirect) nor on the page that came back."""
    if body.pairs is None or status not in (200, 302, 409):
        return []
    read = read_by_django(body)
    asked = [field for field in page.asked({**kept, **read.dict()}) if field.kind is not Kind.SCHOOLS]
    typed = [field for field in asked if read.get(field.name, "").strip()]
    if status == 302:
        return [field.name for field in typed if not _is_kept(field, read, kept)]
    inputs = re.findall(r"<input[^>]*>", html)
    return [field.name for field in typed if not _is_shown(field, read, html, inputs)]


def read_by_django(body: Body) -> QueryDict:
    """What of the body reaches the form: halves of characters do not."""
    read = QueryDict(mutable=True)
    for name, value in body.pairs:
        read.appendlist(as_bytes(name).decode("utf-8", "replace"), as_bytes(value).decode("utf-8", "replace"))
    return read


def _is_kept(field, read: QueryDict, kept: dict) -> bool:
    typed, answer = read[field.name], kept.get(field.name)
    if field.kind is Kind.CHOICES:
        return answer == read.getlist(field.name)
    if field.kind is Kind.TICK:
        return answer is (typed.lower() != "false")
    return _squashed(typed) == _squashed(str(answer or ""))


def _squashed(text: str) -> str:
    """White space aside, and the way in which numbers and postcodes are tidied."""
    return re.sub(r"^RP|[\s./-]", "", "".join(text.split()).upper())


def _is_shown(field, read: QueryDict, html: str, inputs: list[str]) -> bool:
    typed = read[field.name]
    if field.kind in TYPED:
        return not _can_be_kept(typed) or escape(typed) in html
    if field.kind is Kind.TICK:
        return typed.lower() == "false" or _is_ticked(inputs, field.name, "")
    offered = [one for one in read.getlist(field.name) if one in values_of(field)]
    return all(_is_ticked(inputs, field.name, one) for one in offered[-1:])


def _is_ticked(inputs: list[str], name: str, value: str) -> bool:
    wanted = f'value="{escape(value)}"' if value else ""
    return any(f'name="{name}"' in tag and wanted in tag and " checked" in tag for tag in inputs)


def _can_be_kept(text: str) -> bool:
    try:
        check_can_be_kept(text)
    except ValidationError:
        return False
    return True
