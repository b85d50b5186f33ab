"""What an error of a mail server means for the message: try later, never again by itself, or nobody knows."""

import enum
import smtplib

import requests
from anymail import exceptions as anymail

# A provider's answers that say "not this message": its shape or its receiver. Others, like a wrong key, are ours.
REFUSALS_OF_PROVIDERS = {400, 406, 413, 422}


class Verdict(enum.Enum):
    LATER = "later"
    NEVER = "refused for good"
    UNCERTAIN = "it may have been taken"


def judge(error: Exception, *, gave_words: bool) -> Verdict:
    """`gave_words` says whether a mail server (SMTP) had been given the message itself when it failed."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(max((code for code, _ in error.recipients.values()), default=0))
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code)
    if isinstance(error, anymail.AnymailError):
        return _of_provider(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return Verdict.LATER  # the sender, or our sign-in: nothing about this message
    # The connection broke, or nothing came: had it the words, only the server knows what it did with them.
    return Verdict.UNCERTAIN if gave_words else Verdict.LATER


def in_short(error: Exception) -> str:
    """The error's kind and code, with none of its words: those may hold an address."""
    code = getattr(error, "smtp_code", None) or getattr(error, "status_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((code for code, _ in error.recipients.values()), default=None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _by_code(code: int) -> Verdict:
    return Verdict.NEVER if 500 <= code < 600 else Verdict.LATER


def _of_provider(error: anymail.AnymailError) -> Verdict:
    if isinstance(error, anymail.AnymailRecipientsRefused | anymail.AnymailInvalidAddress):
        return Verdict.NEVER
    if isinstance(error, requests.ConnectTimeout):
        return Verdict.LATER
    broken = type(error.__cause__) in (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
    if isinstance(error, requests.Timeout) or (broken and "aborted" in str(error.__cause__)):
        return Verdict.UNCERTAIN
    return Verdict.NEVER if error.status_code in REFUSALS_OF_PROVIDERS else Verdict.LATER
