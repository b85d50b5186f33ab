"""Documents that go out with an email or are downloaded: as PDF, or as a page for a browser where no PDF can be made.

The one module that knows how a PDF is made. WeasyPrint draws with Pango, a library of the system: a machine without it
(`PDF_NEEDS`) makes the same document as HTML.
"""

import logging
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

PDF, HTML = "application/pdf", "text/html"
PDF_NEEDS = "libpango-1.0-0 and libpangoft2-1.0-0"  # as Debian and Ubuntu call them
# What a message says of its attachment. The first is written when the message is; which it was is known when it goes.
AS_PDF = "It is attached as a PDF."
AS_HTML = (
    "It is attached as a web page (HTML) and not as a PDF, which could not be made. It says the same: "
    "open it in any browser, and print it from there."
)
ENDINGS = {PDF: "pdf", HTML: "html"}


@dataclass(frozen=True)
class Document:
    """`name` is that of the file, with its ending."""

    name: str
    media_type: str
    content: bytes

    @property
    def is_pdf(self) -> bool:
        return self.media_type == PDF


def make(template: str, context: dict, *, name: str) -> Document:
    """The document of `templates/documents/<template>.html`; `name` is without its ending.

    The page holds all it needs, and nothing in it makes anybody ask another address: neither the PDF's maker nor the
    browser of whoever opens the page.
    """
    html = render_to_string(f"documents/{template}.html", context)
    draw = _weasyprint()
    content, kind = (_pdf(draw, html), PDF) if draw else (html.encode("utf-8", "replace"), HTML)
    return Document(f"{name}.{ENDINGS[kind]}", kind, content)


def can_make_pdfs() -> bool:
    return _weasyprint() is not None


@cache
def _weasyprint():
    """The package, imported when the first document is made: half a second, and 40 MB, that only a worker pays."""
    try:
        import weasyprint  # noqa: PLC0415  see above
    except OSError as error:
        logger.warning("no PDF can be made here, documents are HTML: install %s (%s)", PDF_NEEDS, error)
        return None
    return weasyprint


def _pdf(draw, html: str) -> bytes:
    nobody = draw.urls.URLFetcher(allowed_protocols=())  # not even files of this machine
    document = draw.HTML(string=html, base_url="", url_fetcher=nobody)
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=sha256(html.encode("utf-8", "replace")).digest())
