"""The mail server by SMTP, with one thing more than Django's: whether it had the words of a message when it failed."""

import smtplib

from django.core.mail.backends import smtp


class _Notes:
    """A connection that knows whether the message itself has been given to the server, with no answer yet."""

    gave_words = False
    _answers_words = False

    def mail(self, *args, **kwargs):
        self.gave_words = False
        return super().mail(*args, **kwargs)

    def data(self, msg):
        self._answers_words = True
        try:
            return super().data(msg)
        finally:
            self._answers_words = False

    def send(self, s):
        super().send(s)  # fails before the final dot has left when the server goes away within a long message
        # Within DATA the first thing sent is the command, and the second the words with the final dot.
        if self._answers_words and bytes(s[-5:] if isinstance(s, bytes) else s[-5:].encode()) == b"\r\n.\r\n":
            self.gave_words = True


class _Connection(_Notes, smtplib.SMTP):
    pass


class _SecureConnection(_Notes, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self):
        return _SecureConnection if self.use_ssl else _Connection

    @property
    def gave_words(self) -> bool:
        return bool(self.connection and self.connection.gave_words)
