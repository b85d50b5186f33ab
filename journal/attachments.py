"""What an email brings along, made when it is sent: a PDF takes longer than the request that causes it should.

The email's row says who makes it (`settings.ATTACHMENT_MAKERS`) and what from, as it was when the row was written. A
maker answers the same each time it is asked, so that an email tried again brings the same document.
"""

from email.encoders import encode_base64
from email.mime.base import MIMEBase

from django.conf import settings
from django.utils.html import escape
from django.utils.module_loading import import_string

from journal.documents import AS_HTML, AS_PDF, Document
from journal.models import Email


def wanted(maker: str, **given) -> dict:
    """What `outbox.queue` takes as `attaches`; `given` are plain values."""
    return {"maker": maker, **given}


def attached(email: Email) -> list[Document]:
    """The documents of a message: at most one so far."""
    if not email.attaches:
        return []
    given = dict(email.attaches)
    return [import_string(settings.ATTACHMENT_MAKERS[given.pop("maker")])(**given)]


def words_with(email: Email, documents: list[Document]) -> dict[str, str]:
    """The words of the message that say what its attachment is, where it is not what they said."""
    if all(document.is_pdf for document in documents):
        return {}
    return {
        "text": email.text.replace(AS_PDF, AS_HTML),
        "html": email.html.replace(escape(AS_PDF), escape(AS_HTML)),
    }


def as_part(document: Document) -> MIMEBase:
    """The document as a part of a message, its bytes as they are: what arrives has the digest of what was kept."""
    part = MIMEBase(*document.media_type.split("/"))
    part.set_payload(document.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=document.name)
    return part
